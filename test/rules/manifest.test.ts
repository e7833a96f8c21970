import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { languages } from '../../src/parsers/languages';

interface Manifest {
  main: string;
  bin: Record<string, string>;
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  dependencies: Record<string, string>;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string }[];
    configuration: { properties: Record<string, { default?: unknown; markdownDescription?: string; scope?: string }> };
  };
}

const read = (file: string): string => fs.readFileSync(file, 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const settings = manifest.contributes.configuration.properties;

describe('manifest', () => {
  it('pins every dependency exactly, and the editor API to the engine', () => {
    const versions = { ...manifest.dependencies, ...manifest.devDependencies };
    assert.deepEqual(Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)), []);
    assert.equal(manifest.engines.vscode, `^${String(manifest.devDependencies['@types/vscode'])}`);
  });

  it('takes every title and description from package.nls.json, and uses all of it', () => {
    const sentences = JSON.parse(read('package.nls.json')) as Record<string, string>;
    const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(sentences).sort());
    for (const { title, category } of manifest.contributes.commands) {
      assert.match(title, /^%.+%$/);
      assert.equal(category, 'Kling Cost');
    }
  });

  it('lists every command once, in order, and names nothing twice in one place', () => {
    const commands = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(commands, [...new Set(commands)].sort((a, b) => a.localeCompare(b)));
    // JSON keeps the last of two members with one name, and so hides the first.
    for (const file of ['package.json', 'package.nls.json']) {
      const text = read(file);
      const names = (JSON.stringify(JSON.parse(text)).match(/"(?:[^"\\]|\\.)*":/g) ?? []).length;
      assert.equal((text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? []).length, names, file);
    }
  });

  it('gives every setting a default and a description under klingCost.', () => {
    for (const [name, setting] of Object.entries(settings)) {
      assert.match(name, /^klingCost\./);
      assert.ok('default' in setting && setting.markdownDescription, name);
    }
  });

  it('reads every setting and registers every command somewhere in the editor room', () => {
    const folder = path.join('src', 'editor');
    const code = fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => read(path.join(folder, file)))
      .join('\n');
    for (const name of Object.keys(settings)) assert.ok(code.includes(`'${name.replace('klingCost.', '')}'`), name);
    for (const { command } of manifest.contributes.commands) assert.ok(code.includes(`'${command}'`), command);
  });

  it('lets no untrusted workspace name a file or an address, change a price or a limit, weaken the guard, or send alerts', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    const risky = Object.keys(settings).filter((name) => /priceSchedule|resourcePackage|packages|budget|guard|alerts|usageLog|path|url|file/i.test(name) && settings[name]?.scope !== 'application');
    assert.deepEqual(risky.filter((name) => !restrictedConfigurations.includes(name)), []);
    // Where requests and their keys go no workspace says at all.
    for (const name of ['klingCost.guard.port', 'klingCost.guard.upstreams', 'klingCost.account.baseUrl']) assert.equal(settings[name]?.scope, 'application', name);
  });

  it('activates on every language that it reads, and on nothing wider', () => {
    const wanted = languages.flatMap(({ languageIds }) => languageIds).map((id) => `onLanguage:${id}`);
    assert.deepEqual([...manifest.activationEvents].sort(), wanted.sort());
  });

  it('keeps the lock file free of download addresses', () => {
    assert.doesNotMatch(read('package-lock.json'), /"resolved"|https?:\/\/registry/);
  });
});
