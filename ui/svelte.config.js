// Svelte compiler options, read by Vite, svelte-check and editors alike.
/** @type {import("@sveltejs/vite-plugin-svelte").SvelteConfig} */
export default {
  // every own component uses runes; a library's components decide for themselves
  vitePlugin: { dynamicCompileOptions: ({ filename }) => (filename.includes("node_modules") ? undefined : { runes: true }) },
};
