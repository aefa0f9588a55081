// What texts are looked through for: bigrams, emergencies, personal data, subjects.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/board/domain/before_sending.h"
#include "services/board/domain/subject_classifier.h"
#include "services/board/domain/text_grams.h"

namespace deputies::board {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> Texts(absl::string_view text) {
  std::vector<std::string> texts;
  for (uint64_t gram : Bigrams(text)) texts.push_back(GramText(gram));
  return texts;
}

TEST(BigramsTest, NeighboursWithinWords) {
  EXPECT_THAT(Texts("路灯坏了，路灯"), UnorderedElementsAre("路灯", "灯坏", "坏了"));
  EXPECT_THAT(Texts("ＡB a.b"), UnorderedElementsAre("ab"));
  EXPECT_THAT(Texts("灯"), IsEmpty());
  EXPECT_THAT(Texts(std::string("\xff\xe8路", 5)), IsEmpty());
  EXPECT_THAT(Texts("😀😁"), UnorderedElementsAre("😀😁"));
}

TEST(BigramsTest, HomesDoNotShareWords) {
  const std::vector<uint64_t> grams = Bigrams("路灯");
  EXPECT_NE(GramWords(1, grams), GramWords(2, grams));
  EXPECT_EQ(GramWords(1, grams).size(), 8u);
  EXPECT_EQ(AllGramWords(1, grams), "+" + GramWords(1, grams));
}

TEST(BigramsTest, Dice) {
  EXPECT_DOUBLE_EQ(DiceSimilarity(Bigrams("路灯坏了"), Bigrams("路灯坏了")), 1);
  EXPECT_DOUBLE_EQ(DiceSimilarity(Bigrams("路灯坏了"), Bigrams("供水不足")), 0);
  EXPECT_DOUBLE_EQ(DiceSimilarity({}, Bigrams("供水不足")), 0);
}

TEST(BeforeSendingTest, EmergenciesGetTheirNumbersOnce) {
  EXPECT_THAT(EmergencyNumbersFor("村口的路灯坏了三盏"), IsEmpty());
  EXPECT_THAT(EmergencyNumbersFor("希望排查火灾隐患"), IsEmpty());
  const std::vector<EmergencyNumber> fire = EmergencyNumbersFor("我家着火了，孩子被困在二楼");
  ASSERT_EQ(fire.size(), 1u);
  EXPECT_EQ(fire[0].phone, "119");
  EXPECT_EQ(fire[0].because, "着火了");
}

TEST(BeforeSendingTest, PersonalData) {
  EXPECT_THAT(PersonalDataIn("电话13812345678，身份证15082319800101123X"),
              ElementsAre("13812345678", "15082319800101123X"));
  EXPECT_THAT(PersonalDataIn("2026年3月，共1200元，邮编015000，单号202603021234"), IsEmpty());
}

constexpr char kModel[] =
    "deputies-subjects 1\n"
    "category\t城乡建设/城市建设和市政管理/冬季采暖\ncategory\t教育/中小学/收费\n"
    "subject\t城乡建设\t-0.5\nsubject\t教育\t-0.5\n"
    "gram\t供暖\t2.0 -1.0\ngram\t学校\t-1.0 2.0\ngram\t采暖\t1.5 -1.0\n";

TEST(SubjectClassifierTest, SuggestsWithTheReason) {
  const absl::StatusOr<SubjectClassifier> model = SubjectClassifier::Parse(kModel);
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(model->categories().size(), 2u);
  const std::vector<SuggestedSubject> best = model->Suggest("供暖温度不够，冬季采暖费照收", 3);
  ASSERT_EQ(best.size(), 2u);
  EXPECT_EQ(best[0].category, "城乡建设/城市建设和市政管理/冬季采暖");
  EXPECT_GT(best[0].confidence, 0.8);
  EXPECT_THAT(best[0].because, ElementsAre("供暖", "采暖"));
  EXPECT_EQ(model->Suggest("学校", 1).at(0).category, "教育");
  EXPECT_THAT(model->Suggest("完全无关", 3), IsEmpty());
  EXPECT_THAT(SubjectClassifier().Suggest("供暖", 3), IsEmpty());
}

TEST(SubjectClassifierTest, NamesWhatIsWrong) {
  for (const char* bad :
       {"", "deputies-subjects 2\n", "deputies-subjects 1\nsubject\ta\tx\n",
        "deputies-subjects 1\nsubject\ta\t1\ngram\t供暖\t1 2\n",
        "deputies-subjects 1\nsubject\ta\t1\ngram\t供\t1\n", "deputies-subjects 1\nother\n"}) {
    EXPECT_FALSE(SubjectClassifier::Parse(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace deputies::board
