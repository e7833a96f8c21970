/** A TypeScript file of about `lines` lines, such as a service grows to, with `requests` Kling requests spread over it. */
export function largeFile(lines: number, requests: number): string {
  const parts = ["const API = 'https://api-singapore.klingai.com';", "const MODEL = 'kling-v2-6';"];
  const every = Math.floor(lines / BLOCK_LINES / requests);
  for (let index = 0; parts.length * BLOCK_LINES < lines; index++) {
    parts.push(index % every === 0 && index / every < requests ? requestBlock(index) : plainBlock(index));
  }
  return parts.join('\n\n');
}

const BLOCK_LINES = 16;

const plainBlock = (index: number): string => `export interface Item${index} { id: string; total: number; tags: readonly string[] }

/** Adds the entries of order ${index} and leaves out those that were returned. */
export function summarize${index}(items: readonly Item${index}[], rate = ${index % 9}): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { id, total, tags } of items) {
    if (tags.includes('returned') || total <= 0) continue;
    const known = totals.get(id) ?? 0;
    totals.set(id, known + total * (1 + rate / 100));
  }
  const report = { count: totals.size, mode: 'fast', duration: \`\${rate} s\`, rows: [...totals.keys()].slice(0, 10) };
  console.log(\`summary ${index}: \${JSON.stringify(report)}\`);
  return totals;
}`;

const requestBlock = (index: number): string => `export async function generate${index}(prompt: string, mode: 'std' | 'pro' = 'pro') {
  const body = {
    model_name: MODEL,
    prompt,
    mode,
    duration: '${index % 2 === 0 ? 5 : 10}',
    sound: 'on',
  };
  const response = await fetch(\`\${API}/v1/videos/text2video\`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return await response.json();
}`;
