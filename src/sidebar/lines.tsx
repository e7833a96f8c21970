/** Short sentences below each other. */
export function Lines({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return <ul class="lines">{lines.map((line, index) => <li key={index}>{line}</li>)}</ul>;
}
