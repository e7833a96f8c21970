// A product page asks for two clips of each product: a teaser with sound, and a silent loop.
const API = 'https://api-singapore.klingai.com';
const TEASER_MODEL = 'kling-v2-6';

export async function createTeaser(prompt: string, apiKey: string): Promise<string> {
  const request = {
    model_name: TEASER_MODEL,
    prompt,
    mode: 'pro',
    duration: '10',
    sound: 'on',
    aspect_ratio: '16:9',
  };
  const response = await fetch(`${API}/v1/videos/text2video`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  const task = await response.json();
  return task.data.task_id;
}

export async function createLoop(image: string, seconds: number, apiKey: string): Promise<string> {
  const response = await fetch(`${API}/image-to-video/kling-3.0`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      contents: [{ type: 'first_frame', url: image }],
      settings: { resolution: '1080p', duration: seconds },
    }),
  });
  const task = await response.json();
  return task.data.id;
}
