// Registers that are imported, in words, and the pieces that a file goes up in.
import type { Schemas } from "@/api";
import type { Tone } from "./tone";

export type Import = Schemas["accounts.v1.Import"];
export type Kind = Schemas["accounts.v1.ImportKind"];

// Columns as the service reads them; the second list may be left out.
export const KINDS: { value: Kind; words: string; columns: string[]; optional: string[]; undone: string }[] = [
  { value: "ORGANIZATION_REGISTER", words: "机构、行政区划", columns: ["编码", "名称", "级别", "上级编码"], optional: [], undone: "导入的机构会撤销，改过的恢复原样" },
  { value: "HOME_REGISTER", words: "代表之家", columns: ["编码", "名称", "所属单位编码"], optional: ["地址", "开放时间", "联系电话", "简介"], undone: "导入的代表之家会停办，改过的恢复原样" },
  {
    value: "DEPUTY_REGISTER", words: "人大代表", columns: ["编码", "姓名", "级别", "届次", "任期开始", "代表之家编码"],
    optional: ["任期结束", "选区", "选区编码", "职业", "简介", "手机号"], undone: "导入的代表任期会终止，改过的恢复原样",
  },
  { value: "VOTER_REGISTER", words: "选民名册", columns: ["手机号", "村社区编码"], optional: [], undone: "导入后没有登录过的选民会删除" },
];
export const kindOf = (kind: string) => KINDS.find((one) => one.value === kind);

const STATES: Record<string, { words: string; tone: Tone }> = {
  UPLOADING: { words: "还没有导入", tone: "gold" },
  APPLIED: { words: "已导入", tone: "green" },
  UNDONE: { words: "已撤销", tone: "" },
};
export const importState = (state: string) => STATES[state] ?? { words: state, tone: "" as Tone };

// The service takes at most this many bytes at once, and so many pieces.
export const PIECE_BYTES = 40000;
const MOST_PIECES = 400;

// Why a file cannot be taken; empty when it can.
export function fileProblem(name: string, bytes: number): string {
  if (!/\.(csv|xlsx)$/i.test(name)) return "只收 CSV 或 Excel（.xlsx）文件；老的 .xls 请先另存为 .xlsx";
  if (bytes === 0) return "这个文件是空的";
  if (bytes > PIECE_BYTES * MOST_PIECES) return "文件超过 16 MB，请分成几个文件";
  return "";
}

export const pieceCount = (bytes: number) => Math.ceil(bytes / PIECE_BYTES);

// A piece, counted from 1, as the API takes bytes.
export function pieceOf(content: Uint8Array, number: number): string {
  return base64(content.subarray((number - 1) * PIECE_BYTES, number * PIECE_BYTES));
}

// Asked for in steps: a call takes only so many arguments.
export function base64(bytes: Uint8Array): string {
  let letters = "";
  for (let start = 0; start < bytes.length; start += 8192) letters += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(letters);
}

// An empty table with the right head, which spreadsheet programs open as UTF-8.
export function emptyTable(kind: Kind): string {
  const { columns, optional } = kindOf(kind)!;
  return base64(new TextEncoder().encode(`\ufeff${[...columns, ...optional].join(",")}\r\n`));
}
