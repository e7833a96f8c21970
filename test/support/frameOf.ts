import type { Frame, FrameLocator } from 'playwright-core';

/** The frame of a page in a webview, in which a script of ours can be run; its policy lets nobody else do that. */
export async function frameOf(page: FrameLocator): Promise<Frame> {
  const body = await page.locator('body').elementHandle();
  const frame = await body.ownerFrame();
  if (!frame) throw new Error('The page is gone.');
  return frame;
}
