import type { Plugin } from "vite";

// FullCalendar writes its style sheets into the page at run time, which the pages' content security policy forbids.
// Here they become files like all others. Fails the build when an upgrade writes them otherwise.
export function staticCalendarStyles(): Plugin {
  const sheets = new Map<string, string>();
  let root = false;
  return {
    name: "static-calendar-styles",
    enforce: "pre",
    resolveId: (id) => (id.startsWith("virtual:calendar/") ? `/${id}` : null),
    load: (id) => sheets.get(id.slice(1)) ?? null,
    transform(code, id) {
      if (!id.includes("/@fullcalendar/")) return null;
      let changed = code.replace(/var css_248z = ("(?:[^"\\]|\\.)*");\s*injectStyles\(css_248z\);/g, (_, text: string) => {
        const sheet = `virtual:calendar/${sheets.size}.css`;
        sheets.set(sheet, JSON.parse(text) as string);
        return `import "${sheet}";`;
      });
      changed = changed.replace(/function registerStylesRoot\(rootNode\) \{/, (start) => {
        root = true;
        return `${start} return;`;
      });
      return changed === code ? null : changed;
    },
    buildEnd(error) {
      if (!error && sheets.size > 0 && !root) this.error("FullCalendar's way to write styles has changed");
    },
  };
}
