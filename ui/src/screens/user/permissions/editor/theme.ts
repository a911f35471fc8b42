// How the JSON editor looks, on the design tokens. It lives in a shadow root, where CodeMirror adopts constructed
// style sheets: the page's content security policy allows no <style> elements.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--color-code-key)" },
  { tag: tags.string, color: "var(--color-code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--color-code-value)" },
  { tag: [tags.separator, tags.squareBracket, tags.brace, tags.punctuation], color: "var(--color-code-punct)" },
]);

const popover = {
  border: "0",
  borderRadius: "var(--radius-m)",
  background: "var(--color-raised)",
  color: "var(--color-text)",
  boxShadow: "var(--shadow-2)",
  overflow: "hidden",
};

const look = EditorView.theme({
  "&": {
    color: "var(--color-text)",
    background: "var(--color-sunken)",
    fontSize: "var(--text-small)",
    borderRadius: "calc(var(--radius-s) - 1px)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-mono)",
    fontVariantLigatures: "none",
    lineHeight: "1.375rem",
    minHeight: "12rem",
    maxHeight: "max(12rem, 60vh)",
    scrollbarWidth: "thin",
    scrollbarColor: "var(--color-line-strong) transparent",
  },
  ".cm-content": { padding: "var(--space-2) 0", caretColor: "var(--color-text)" },
  ".cm-line": { padding: "0 var(--space-3) 0 0" },
  ".cm-gutters": { background: "none", border: "0", color: "var(--color-text-3)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2rem", padding: "0 var(--space-3) 0 var(--space-3)" },
  ".cm-lineNumbers .cm-gutterElement.lk-bad-number": {
    color: "var(--color-deny-text)",
    background: "var(--color-deny-subtle)",
  },
  ".cm-lineNumbers .cm-gutterElement.lk-note-number": {
    color: "var(--color-caution-text)",
    background: "var(--color-caution-subtle)",
  },
  ".cm-cursor": { borderLeftColor: "var(--color-text)" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "none" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--color-accent-line)",
  },
  "&.cm-focused .cm-matchingBracket": { background: "var(--color-fill-2)" },
  ".lk-bad-line": { background: "var(--color-deny-subtle)" },
  ".lk-note-line": { background: "var(--color-caution-subtle)" },
  ".lk-bad": {
    textDecoration: "underline wavy var(--color-deny-solid) 1px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".lk-note": {
    textDecoration: "underline wavy var(--color-caution-solid) 1px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".lk-message": {
    display: "flex",
    alignItems: "center",
    gap: "var(--space-2)",
    padding: "2px var(--space-3) 6px 0",
    font: "var(--weight-regular) var(--text-small)/var(--leading-small) var(--font-sans)",
    whiteSpace: "normal",
  },
  ".lk-message.lk-bad-message": { color: "var(--color-deny-text)", background: "var(--color-deny-subtle)" },
  ".lk-message.lk-note-message": { color: "var(--color-caution-text)", background: "var(--color-caution-subtle)" },
  ".lk-message svg": {
    flex: "none",
    width: "1rem",
    height: "1rem",
    fill: "none",
    stroke: "currentColor",
    strokeWidth: "1.5",
    strokeLinecap: "round",
    strokeLinejoin: "round",
  },
  ".lk-message span": { flex: "1 1 auto", minWidth: "0" },
  ".lk-message code": { fontFamily: "var(--font-mono)", fontSize: "0.92em" },
  ".lk-message button": {
    flex: "none",
    height: "1.625rem",
    padding: "0 0.625rem",
    border: "1px solid var(--color-line-strong)",
    borderRadius: "var(--radius-s)",
    background: "var(--color-raised)",
    color: "var(--color-text)",
    font: "var(--weight-medium) var(--text-small)/1 var(--font-sans)",
    boxShadow: "var(--shadow-1)",
  },
  ".lk-message button:hover": { background: "var(--color-sunken)" },
  ".lk-message button:focus-visible": { outline: "2px solid var(--color-focus)", outlineOffset: "2px" },
  ".cm-tooltip": popover,
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-sans)",
    maxHeight: "15rem",
    padding: "var(--space-1)",
    maxWidth: "min(36rem, 80vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    gap: "var(--space-3)",
    alignItems: "baseline",
    padding: "0.3125rem var(--space-2)",
    borderRadius: "var(--radius-s)",
    lineHeight: "var(--leading-small)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--color-fill-2)",
    color: "var(--color-text)",
  },
  ".cm-completionLabel": { fontFamily: "var(--font-mono)", fontSize: "var(--text-caption)" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--color-accent-text)", fontWeight: "600" },
  ".cm-completionDetail": {
    fontStyle: "normal",
    color: "var(--color-text-2)",
    marginLeft: "auto",
    overflow: "hidden",
    textOverflow: "ellipsis",
  },
});

/** The editor's look, as one extension. */
export const theme = [look, syntaxHighlighting(highlight)];
