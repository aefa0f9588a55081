// Elements of HTML itself, for H5 only. uni-app would put its own in place of <button>, <input> and <textarea>, which
// neither a keyboard nor a screen reader can use; made by hand they stay what they are.
import { defineComponent, h } from "vue";

function element(tag: string, fixed: Record<string, unknown> = {}) {
  return defineComponent({
    inheritAttrs: false,
    setup(_, { attrs, slots }) {
      return () => h(tag, { ...fixed, ...attrs }, slots.default?.());
    },
  });
}

export const HtmlButton = element("button", { type: "button" });
export const HtmlInput = element("input");
export const HtmlTextarea = element("textarea");
export const HtmlLabel = element("label");
export const HtmlSelect = element("select");
export const HtmlImage = element("img");
