// How something is marked, always beside words that say the same.
export type Tone = "" | "red" | "gold" | "green" | "blue";
