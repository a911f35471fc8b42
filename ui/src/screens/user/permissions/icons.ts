// Icons that only the permission editor needs.
export { Check, Copy } from "$lib/ui/icons";
export { default as Braces } from "@lucide/svelte/icons/braces";
export { default as List } from "@lucide/svelte/icons/list";
