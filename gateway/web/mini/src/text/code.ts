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

// Eight digits as they are told: "1234 5678".
export function shortCodeWords(shortCode: string): string {
  return shortCode.replace(/(\d{4})(?=\d)/g, "$1 ");
}

// A drawing as the address of an image.
export function svgAddress(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}
