/** What Vite provides to the page. */
interface ImportMeta {
  readonly env: { readonly DEV: boolean };
}
