import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION_ID, openDocument } from '../support/editor';
import { until } from '../support/until.mjs';

describe('activation', () => {
  it('happens when a TypeScript document is opened', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension, 'the extension is not there');
    await openDocument('typescript', 'export const duration = 5;\n');
    await until(() => extension.isActive, { what: 'the extension to be active' });
  });
});
