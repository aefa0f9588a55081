#ifndef SERVICES_BOARD_DOMAIN_CASE_LIMITS_H_
#define SERVICES_BOARD_DOMAIN_CASE_LIMITS_H_

namespace deputies::board {

// How fast a message has to be answered. Stored as these numbers; mirrors the proto.
enum class LimitClass { kNormal = 1, kUrgent = 2, kConsultation = 3, kComplex = 4 };

// A home's limits, in working days each. The initial values hold where a home set none.
struct CaseLimits {
  int dispatch = 2;        // posted -> dispatched, when addressed to the home
  int accept = 3;          // dispatched, or posted to one deputy -> accepted
  int acknowledge = 3;     // accepted -> acknowledged
  int normal_answer = 15;  // posted -> answered, in all
  int urgent_answer = 5;
  int consultation_answer = 5;
  int complex_answer = 60;
  int decide = 2;     // returned -> dispatched again
  int claim = 3;      // in the pool until the home has to find somebody
  int claimed = 7;    // claimed -> acknowledged or answered, else back into the pool
  int question = 10;  // for the author's reply
  int silence = 15;   // for the author's verdict
  int report = 5;     // after the date of a promise
  int rung = 2;       // on each step of the ladder
  int chase = 3;      // between two chases

  int Answer(LimitClass limit_class) const {
    switch (limit_class) {
      case LimitClass::kUrgent:
        return urgent_answer;
      case LimitClass::kConsultation:
        return consultation_answer;
      case LimitClass::kComplex:
        return complex_answer;
      case LimitClass::kNormal:
        break;
    }
    return normal_answer;
  }
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_CASE_LIMITS_H_
