// What deputies study, as those who prepare it see it.
import type { Schemas } from "@/api";

export { kindWords, openWords, ruleWords } from "@phone/text/study";
export type Question = Schemas["duty.v1.Question"];
export type NewQuestion = Schemas["duty.v1.NewQuestion"];

export const letterOf = (index: number) => "ABCDEFGH"[index] ?? "";

// Questions typed one after the other, parted by empty lines:
//   代表应当怎样对待选民的意见？
//   *听取和反映
//   等上级安排
//   解释：代表法……
// A star marks a right option. The first mistake is told with its question's number.
export function readQuestions(text: string, topic: string): { questions: NewQuestion[]; problem: string } {
  const questions: NewQuestion[] = [];
  const parts = text.replace(/\r/g, "").split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
  if (parts.length === 0) return { questions, problem: "还没有写题目" };
  if (parts.length > 50) return { questions, problem: `一次最多 50 题，这里有 ${parts.length} 题` };
  for (const [index, part] of parts.entries()) {
    const problem = (words: string) => ({ questions: [], problem: `第 ${index + 1} 题：${words}` });
    const [title, ...lines] = part.split("\n").map((line) => line.trim());
    const question: NewQuestion = { topic, text: title, options: [], rightChoices: [], explanation: "" };
    for (const line of lines) {
      if (/^解释[：:]/.test(line)) {
        question.explanation = line.replace(/^解释[：:]\s*/, "");
        continue;
      }
      const right = /^[*＊]/.test(line);
      const option = line.replace(/^[*＊]\s*/, "").replace(/^[A-H][.、．]\s*/, "");
      if (!option) return problem("有一个选项是空的");
      if (question.options.includes(option)) return problem(`选项“${option}”重复`);
      if (right) question.rightChoices!.push(question.options.length);
      question.options.push(option);
    }
    if ([...title].length < 4) return problem("题目至少 4 个字");
    if (question.options.length < 2) return problem("至少要两个选项");
    if (question.options.length > 8) return problem("最多八个选项");
    if (question.rightChoices!.length === 0) return problem("在正确的选项前面加一个星号 *");
    questions.push(question);
  }
  return { questions, problem: "" };
}
