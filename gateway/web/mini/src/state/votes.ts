// Check codes of secret ballots that their voter wanted to be kept on the device. They show how the vote went once the
// box is open, so they go with the person.
import { onSignOut } from "./session";
import { forget, load, save } from "./stored";

const KEY = "votes";

export function keepVote(ballotId: string, checkCode: string): boolean {
  return save(KEY, { ...load<Record<string, string>>(KEY), [ballotId]: checkCode });
}

// Empty for none.
export function keptVote(ballotId: string): string {
  return load<Record<string, string>>(KEY)?.[ballotId] ?? "";
}

onSignOut(() => forget(KEY));
