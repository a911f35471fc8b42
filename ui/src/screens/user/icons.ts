// Icons that the pages of one user need besides the common ones.
export { default as Braces } from "@lucide/svelte/icons/braces";
export { default as IdCard } from "@lucide/svelte/icons/id-card";
export { default as List } from "@lucide/svelte/icons/list";
export { default as Sliders } from "@lucide/svelte/icons/sliders-horizontal";
