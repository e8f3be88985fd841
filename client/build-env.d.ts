/** What Vite tells the page of how it was built. */
interface ImportMeta {
  readonly env: { readonly DEV: boolean };
}
