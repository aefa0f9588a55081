// A deputy's three notebooks (三记事).
import type { Schemas } from "@/api/client";

export type Note = Schemas["duty.v1.Note"];
export type Notebook = "RECEPTION_NOTES" | "VISIT_NOTES" | "DIARY";

export const NOTEBOOKS: { value: Notebook; title: string }[] = [
  { value: "RECEPTION_NOTES", title: "接待记事" },
  { value: "VISIT_NOTES", title: "走访记事" },
  { value: "DIARY", title: "民情日记" },
];

export function notebookWords(notebook: Note["notebook"]): string {
  return NOTEBOOKS.find((one) => one.value === notebook)?.title ?? "记事";
}

export interface NoteFields {
  title: string;
  text: string;
  place: string;
  // "2026-03-08"
  day: string;
  readers: "" | "PRIVATE" | "PUBLIC";
}

export function noteProblems(notebook: Notebook, fields: NoteFields, today: string): Partial<Record<keyof NoteFields, string>> {
  const problems: Partial<Record<keyof NoteFields, string>> = {};
  if ([...fields.title.trim()].length < 2) problems.title = "请写几个字的标题";
  if ([...fields.text.trim()].length < 2) problems.text = "请写几个字";
  if (!fields.day || fields.day > today) problems.day = "请选今天或以前的一天";
  if (notebook !== "DIARY" && !fields.readers) problems.readers = "请选一种";
  return problems;
}

// As the server wants it. Noon stands for the day.
export function noteBody(notebook: Notebook, fields: NoteFields, now = Date.now()): Record<string, unknown> {
  const noon = Date.parse(`${fields.day}T12:00:00+08:00`);
  return {
    notebook,
    title: fields.title.trim(),
    text: fields.text.trim(),
    place: fields.place.trim(),
    occurTime: new Date(Math.min(noon, now)).toISOString(),
    public: notebook !== "DIARY" && fields.readers === "PUBLIC",
  };
}
