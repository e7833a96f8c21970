// The built command before a local server, with the clients that people use.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { startKlingServer } from '../support/klingServer';
import type { KlingServer } from '../support/klingServer';
import { CLI, assertGolden, runCli, withFolder } from './support';

/** The command, its address, and the lines it has printed. */
interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly lines: string[];
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
}

async function run(folder: string, kling: KlingServer, args: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [CLI, 'guard', '--port', '0', '--upstream', kling.url, '--time-zone', 'UTC', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const [first] = await once(reader, 'line') as [string];
  const exited = once(child, 'exit');
  return {
    child, lines, url: /http:\/\/127\.0\.0\.1:\d+/.exec(first)?.[0] ?? assert.fail(first),
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return (await exited)[0] as number | null;
    },
  };
}

/** A script that makes one film after another until it is refused, as people write it; with Python's own client where there is no requests. */
const PYTHON = `
import json, sys, urllib.error, urllib.request
try:
    import requests
except ImportError:
    class requests:
        class Answer:
            def __init__(self, answer): self.status_code, self.text = answer.status, answer.read()
            def json(self): return json.loads(self.text)
        @classmethod
        def get(cls, url, data=None, headers={}):
            try: return cls.Answer(urllib.request.urlopen(urllib.request.Request(url, data, headers)))
            except urllib.error.HTTPError as error: return cls.Answer(error)
        @classmethod
        def post(cls, url, headers, json):
            return cls.get(url, __import__("json").dumps(json).encode(), {**headers, "Content-Type": "application/json"})

base, made = sys.argv[1], 0
for shot in range(10):
    answer = requests.post(base + "/v1/videos/text2video", headers={"Authorization": "Bearer k"},
                           json={"model_name": "kling-v2-6", "mode": "pro", "duration": "5", "prompt": f"shot {shot}"})
    if answer.status_code == 402:
        print(made, answer.json()["code"])
        break
    task = answer.json()["data"]["task_id"]
    while requests.get(f"{base}/v1/videos/text2video/{task}").json()["data"]["task_status"] not in ("succeed", "failed"):
        pass
    made += 1
`;
const NODE = `
const [base] = process.argv.slice(1);
let made = 0;
for (let shot = 0; shot < 10; shot += 1) {
  const answer = await fetch(base + '/v1/videos/text2video', {
    method: 'POST', headers: { Authorization: 'Bearer k', 'Content-Type': 'application/json' },
    body: JSON.stringify({ model_name: 'kling-v2-6', mode: 'pro', duration: '5', prompt: 'shot ' + shot }),
  });
  const body = await answer.json();
  if (answer.status === 402) { console.log(made, body.code); break; }
  for (let status; status !== 'succeed' && status !== 'failed';) {
    status = (await (await fetch(base + '/v1/videos/text2video/' + body.data.task_id)).json()).data.task_status;
  }
  made += 1;
}
`;

describe('kling-cost guard', function guardCommand() {
  this.timeout(60_000);
  let kling: KlingServer;
  beforeEach(async () => { kling = await startKlingServer(); });
  afterEach(async () => { await kling.close(); });

  for (const [name, command, args] of [['Python', 'python3', ['-c', PYTHON]], ['Node (fetch)', process.execPath, ['--input-type=module', '-e', NODE]]] as const) {
    it(`stops a script in ${name} at the request that does not fit`, async () => {
      await withFolder({}, async (folder) => {
        const guard = await run(folder, kling, ['--daily', '10units']);
        const script = spawn(command, [...args, guard.url], { stdio: ['ignore', 'pipe', 'inherit'] });
        let output = '';
        script.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); });
        assert.deepEqual(await once(script, 'exit'), [0, null]);
        assert.equal(output, '4 4020\n');
        assert.equal(await guard.end(), 0);
        assert.equal(kling.charged(), 100);
        assert.match(runCli(['budget', '--daily', '10units', '--time-zone', 'UTC'], folder).output, /10 units +0 units +10 units +0 units +100%/);
        assert.match(guard.lines.join('\n'), /sent {6}Kling v2\.6 pro · 5 s: 2\.5 units, task [\w-]+; 7\.5 units left today\n/);
        assert.match(guard.lines.join('\n'), /refused {3}Over today's limit by 2\.5 units: Kling v2\.6 pro · 5 s; it needs 2\.5 units and 0 units of 10 units are left/);
      });
    });
  }

  it('explains itself', () => { assertGolden('help-guard.txt', runCli(['guard', '--help']).output); });

  it('names what is wrong with its options, and a port that is taken', async () => {
    await withFolder({}, async (folder) => {
      for (const [args, message] of [
        [['--upstream', 'https://evil.example'], /--upstream "https:\/\/evil\.example" is not an address that the guard forwards to/],
        [['--port', '99999'], /--port "99999" is not a port/],
        [['--unpriced', 'maybe'], /--unpriced "maybe" is not known/],
        [['--max-units-per-request', '10,many'], /--max-units-per-request "many" is not an amount/],
        [['--max-units-per-request', '$5'], /"\$5" is not an amount/],
        [['--models', 'kling-v2-6,kling-v2-66'], /--models "kling-v2-66" is no model of a price schedule and no feature; did you mean kling-v2-6/],
        [['--concurrency', 'package'], /--concurrency package: no package of klingCost\.packages .* is active and tells how many tasks may run at once; name yours there, or use a number/],
        [['--models', ''], /--models names no model/],
        [['--daily', 'lots'], /--daily "lots" is not a limit/],
        [['--schedules-file', 'none.json'], /none\.json cannot be read/],
        [['--usage-log', 'nowhere/log.jsonl'], /nowhere\/log\.jsonl cannot be written: there is no such folder/],
        [['more'], /takes no "more"/],
      ] as const) {
        const { code, errors } = runCli(['guard', ...args], folder);
        assert.equal(code, 2, errors);
        assert.match(errors, message);
      }
      const guard = await run(folder, kling, []);
      const { code, errors } = runCli(['guard', '--port', new URL(guard.url).port], folder);
      assert.deepEqual([code, errors], [2, `kling-cost: --port ${new URL(guard.url).port} is taken by another program; use another\n`]);
      await guard.end('SIGINT');
    });
  });

  it('lets as many tasks run at once as the package of the settings allows', async () => {
    const settings = { 'klingCost.packages': [{ name: 'Own', units: '1000', concurrency: 1, boughtOn: new Date().toISOString().slice(0, 10) }] };
    await withFolder({ '.vscode/settings.json': JSON.stringify(settings) }, async (folder) => {
      const guard = await run(folder, kling, ['--concurrency', 'package']);
      await Promise.all([1, 2, 3].map(async () => {
        const script = spawn(process.execPath, ['--input-type=module', '-e', NODE.replace('shot < 10', 'shot < 2'), guard.url]);
        assert.deepEqual(await once(script, 'exit'), [0, null]);
      }));
      assert.deepEqual([kling.tasks.size, kling.mostRunning], [6, 1]);
      await guard.end();
    });
  });

  it('says what it waits for when it is ended, and what it finds open when it starts again', async () => {
    await withFolder({}, async (folder) => {
      const guard = await run(folder, kling, []);
      const ask = (name: string): Promise<Response> => fetch(`${guard.url}/v1/videos/text2video`, { method: 'POST', body: JSON.stringify({ prompt: name, external_task_id: name }) });
      assert.equal((await ask('a')).status, 200);
      let arrived = (): void => undefined;
      const isThere = new Promise<void>((resolve) => { arrived = resolve; });
      kling.mood = () => {
        arrived();
        return 'silent';
      };
      const broken = assert.rejects(ask('b'));
      await isThere;
      guard.child.kill('SIGINT');
      while (!guard.lines.some((line) => line.startsWith('guard     waits for 1 request that is under way; Ctrl-C again'))) await new Promise(setImmediate);
      guard.child.kill('SIGINT');
      await broken;
      for (const [args, found] of [
        [[], /guard {5}2 earlier requests are open: what became of each is booked when your program asks, or with --poll/],
        [['--poll'], /2 earlier requests are open: the guard asks what became of each/],
      ] as const) {
        const again = await run(folder, kling, [...args, '--daily', '9units']);
        while (again.lines.length < 2) await new Promise(setImmediate);
        assert.match(again.lines[1] ?? '', found);
        assert.equal(await again.end(), 0);
      }
    });
  });

  it('does not start over a log that cannot be read', async () => {
    await withFolder({ 'kling_usage.jsonl/x': '' }, (folder) => {
      const { status, stderr } = spawnSync(process.execPath, [CLI, 'guard', '--port', '0'], { cwd: folder, encoding: 'utf8' });
      assert.equal(status, 2);
      assert.match(stderr, /is not a file/);
      assert.equal(fs.existsSync(path.join(folder, 'kling_usage.jsonl.lock')), false);
    });
  });
});
