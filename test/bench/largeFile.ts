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

/** The same in Python. */
export function largePython(lines: number, requests: number): string {
  const parts = ['import requests\n\nAPI = "https://api-singapore.klingai.com"\nMODEL = "kling-v2-6"'];
  const every = Math.floor(lines / BLOCK_LINES / requests);
  for (let index = 0; parts.length * BLOCK_LINES < lines; index++) {
    parts.push(index % every === 0 && index / every < requests ? pythonRequest(index) : pythonBlock(index));
  }
  return parts.join('\n\n\n');
}

const pythonBlock = (index: number): string => `def summarize_${index}(items, rate=${index % 9}):
    """Adds the entries of order ${index} and leaves out those that were returned."""
    totals = {}
    for item in items:
        if "returned" in item.tags or item.total <= 0:
            continue
        known = totals.get(item.id, 0)
        totals[item.id] = known + item.total * (1 + rate / 100)
    report = {"count": len(totals), "mode": "fast", "duration": f"{rate} s"}
    print(f"summary ${index}: {report}")
    for key in sorted(totals):
        print(key, totals[key])
    return totals`;

const pythonRequest = (index: number): string => `def generate_${index}(prompt, mode="pro"):
    body = {
        "model_name": MODEL,
        "prompt": prompt,
        "mode": mode,
        "duration": "${index % 2 === 0 ? 5 : 10}",
        "sound": "on",
    }
    response = requests.post(f"{API}/v1/videos/text2video", json=body)
    response.raise_for_status()
    return response.json()`;
