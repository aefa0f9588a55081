// The code in whatever a scan gave: a poster's address (".../c/CODE"), a mini-program's scene, or typed digits.
export function codeOf(raw: string): string {
  let text = raw.trim();
  try {
    text = decodeURIComponent(text);
  } catch {
    // Not encoded.
  }
  const found = text.match(/\/c\/([A-Za-z0-9_-]{1,32})/) ?? text.match(/[?&](?:scene|code)=([^&#]+)/);
  if (found) return codeOf(found[1]);
  return text.replace(/\s+/g, "");
}
