import assert from 'node:assert/strict';
import { parser } from '../../support/engine';

/** How each language writes the start of a program and the fields that are the same in all of them, in place of BODY. */
const LANGUAGES: Readonly<Record<string, { readonly body: string; readonly whole: (code: string) => string }>> = {
  typescript: { body: "model_name: 'kling-v2-6', prompt: 'a'", whole: (code) => `const API = 'https://api.klingai.com/v1/videos/text2video';\n${code}` },
  javascript: { body: "model_name: 'kling-v2-6', prompt: 'a'", whole: (code) => `const API = 'https://api.klingai.com/v1/videos/text2video';\n${code}` },
  python: { body: "'model_name': 'kling-v2-6', 'prompt': 'a'", whole: (code) => `import requests\nAPI = 'https://api.klingai.com/v1/videos/text2video'\n${code}` },
  go: { body: '"model_name": "kling-v2-6", "prompt": "a"', whole: (code) => `package main\nconst api = "https://api.klingai.com/v1/videos/text2video"\n${code}` },
  java: { body: '"model_name", "kling-v2-6", "prompt", "a"', whole: (code) => `class A {\n static final String API = "https://api.klingai.com/v1/videos/text2video";\n${code}\n}` },
};

/** A program, then its mode and seconds: `a|b` for a closed choice, `?` for what only a run knows. */
const PROGRAMS: Readonly<Record<string, readonly (readonly [code: string, known: string])[]>> = {
  typescript: [
    [`let m='std'; if (x) { m='pro' } else { m='std' }
axios.post(API,{BODY, mode:m, duration:5});`, 'std|pro 5'],
    [`var m='std'; if (x) { var m='pro' }
axios.post(API,{BODY, mode:m, duration:5});`, 'std|pro 5'],
    [`const o={mode:'std'}; const {mode}=o; o.mode='pro';
axios.post(API,{BODY, mode, duration:5});`, 'std 5'],
    [`const o={mode:'std'}; o.mode='pro'; const {mode}=o;
axios.post(API,{BODY, mode, duration:5});`, 'pro 5'],
    [`const list=[5,10]; list.push(3);
axios.post(API,{BODY, mode:'std', duration:list[0]});`, 'std ?'],
    [`const list=[5,10]; list[0]=10;
axios.post(API,{BODY, mode:'std', duration:list[0]});`, 'std ?'],
    [`const list=['a','b']; list.sort();
let d=5; list.forEach(()=>{ d+=1 });
axios.post(API,{BODY, mode:'std', duration:d});`, 'std ?'],
    [`function body(mode='std'){ return {BODY, mode, duration:5} }
axios.post(API, body('pro'));`, 'std 5'],
    [`const base={BODY, mode:'std', duration:5};
const b={...base, mode:'pro'};
axios.post(API,b);`, 'pro 5'],
    [`const base={BODY, mode:'std', duration:5};
const b=structuredClone(base); b.mode='pro';
axios.post(API,base);`, 'std 5'],
    [`const b:any={BODY}; b['mode']='pro'; b.duration ??= 10;
axios.post(API,b);`, 'pro ?'],
    [`const b:any={BODY, mode:'std', duration:5}; for (const k of Object.keys(b)) { b[k]=f(b[k]) }
axios.post(API,b);`, '? ?'],
    [`const b:any={BODY, mode:'std', duration:5}; Reflect.set(b,'mode','pro');
axios.post(API,b);`, '? ?'],
    [`const b:any={BODY, mode:'std', duration:5}; ({a:b.mode}=x);
axios.post(API,b);`, '? 5'],
    [`const b:any={BODY, mode:'std', duration:5}; [b.mode,b.duration]=x;
axios.post(API,b);`, '? ?'],
    [`const D={mode:'std'} as const;
function f(D:any){ return axios.post(API,{BODY, mode:D.mode, duration:5}) }`, '? 5'],
    [`enum M { A='std', B='pro' }
axios.post(API,{BODY, mode:M.B, duration:5});`, 'pro 5'],
    [`const n=3;
axios.post(API,{BODY, mode:'std', duration:Math.min(5, 10)});`, 'std 5'],
    [`let d; switch(q){ case 1: d=5; break; case 2: d=10; break; default: d=g() }
axios.post(API,{BODY, mode:'std', duration:d});`, 'std ?'],
    [`const d=[5,10][1];
axios.post(API,{BODY, mode:\`\${'p'}ro\`, duration:d});`, 'pro 10'],
  ],
  javascript: [
    [`let mode='std'; setTimeout(function(){ mode='pro' },1);
axios.post(API,{BODY, mode, duration:5});`, 'std|pro 5'],
    [`class K{ constructor(){ this.mode='std' } set(m){ this.mode=m } run(){ return axios.post(API,{BODY, mode:this.mode, duration:5}) } }`, '? 5'],
    [`class K{ static M='pro'; run(){ return axios.post(API,{BODY, mode:K.M, duration:5}) } }
K.M=f();`, '? 5'],
    [`class K{ static M='pro'; run(){ return axios.post(API,{BODY, mode:K.M, duration:5}) } }`, 'pro 5'],
    [`const get=()=>{ if (x) return 'pro'; return 'std' };
axios.post(API,{BODY, mode:get(), duration:5});`, 'pro|std 5'],
    [`function get(){ if (x) return 'pro' }
axios.post(API,{BODY, mode:get(), duration:5});`, '? 5'],
    [`module.exports.f=async(mode)=>{ mode = mode || 'pro';
 return axios.post(API,{BODY, mode, duration:5}) }`, 'pro 5'],
    [`let b={BODY, mode:'std', duration:5}; b = tweak(b);
axios.post(API,b);`, '? ?'],
    [`let b={BODY, mode:'std', duration:5}; b = {...b, duration:10};
axios.post(API,b);`, 'std 10'],
    [`const cfg={k:{mode:'std'}}; cfg.k={mode:'pro'};
axios.post(API,{BODY, mode:cfg.k.mode, duration:5});`, 'pro 5'],
    [`const cfg={k:{mode:'std'}}; Object.freeze(cfg);
axios.post(API,{BODY, mode:cfg.k.mode, duration: 20/4});`, 'std 5'],
    [`const d = 10 - 5, m = true ? 'pro':'std';
axios.post(API,{BODY, mode:m, duration:d});`, 'pro|std 5'],
    [`axios.post(API,{BODY, mode:'std', duration:5, mode:'pro'});`, 'pro 5'],
    [`axios.post(API,{BODY, mode:'std', ...(long && {duration:10})});`, 'std ?'],
  ],
  python: [
    [`mode='std'
for mode in modes: pass
requests.post(API,json={BODY,'mode':mode,'duration':5})`, '? 5'],
    [`def f(mode='std'):
    mode = mode.upper() if x else 'pro'
    requests.post(API,json={BODY,'mode':mode,'duration':5})`, 'std|pro 5'],
    [`class C:
    mode='std'
C.mode='pro'
def f():
    requests.post(API,json={BODY,'mode':C.mode,'duration':5})`, 'pro 5'],
    [`class C:
    mode='std'
    def f(self):
        requests.post(API,json={BODY,'mode':self.mode,'duration':5})
c=C()
c.mode='pro'
c.f()`, '? 5'],
    [`class C:
    mode='std'
    def f(self):
        requests.post(API,json={BODY,'mode':self.mode,'duration':5})
c=C()
setattr(c,'mode','pro')
c.f()`, '? 5'],
    [`body={BODY,'mode':'std','duration':5}
body|={'mode':'pro'}
requests.post(API,json=body)`, '? ?'],
    [`body={BODY,'mode':'std','duration':5}
body=body|{'mode':'pro'}
requests.post(API,json=body)`, '? ?'],
    [`body={BODY,'mode':'std','duration':5}
body={k:v for k,v in body.items() if v}
requests.post(API,json=body)`, '? ?'],
    [`body={BODY,'mode':'std','duration':5}
if hd:
    body['mode']='pro'
requests.post(API,json=body)`, 'std|pro 5'],
    [`def make():
    b={'mode':'pro','duration':10}
    return b
requests.post(API,json={BODY,**make()})`, 'pro 10'],
    [`def make(**kw):
    b={'mode':'pro','duration':10}
    b.update(kw)
    return b
requests.post(API,json={BODY,**make(mode='std')})`, '? ?'],
    [`M={'a':'std','b':'pro'}
M['a']='pro'
requests.post(API,json={BODY,'mode':M['a'],'duration':5})`, 'pro 5'],
    [`D=(5,10)
requests.post(API,json={BODY,'mode':'std','duration':D[1]})`, 'std 10'],
    [`D=[5,10]
requests.post(API,json={BODY,'mode':'std','duration':D[-1]})`, 'std 10'],
    [`D={'mode':'std'}
requests.post(API,json={BODY,'mode':D.get('mode','pro'),'duration':D.get('duration',10)})`, 'std 10'],
    [`x=5
y=x
x=10
requests.post(API,json={BODY,'mode':'std','duration':y})`, 'std 5'],
    [`mode='std'
try:
    mode=load()
except Exception:
    pass
requests.post(API,json={BODY,'mode':mode,'duration':5})`, '? 5'],
    [`def f(d):
    d = max(5, d)
    requests.post(API,json={BODY,'mode':'std','duration':d})`, 'std ?'],
    [`requests.post(API,json={BODY,'mode':'std','duration':5*2 if x else 5})`, 'std 10|5'],
    [`requests.post(API,json={BODY,'mode':'std','duration':str(10//2)})`, 'std 5'],
    [`mode='std'
while True:
    mode='pro'
    break
requests.post(API,json={BODY,'mode':mode,'duration':5})`, 'std|pro 5'],
  ],
  go: [
    [`func f() { mode := "std"
if x { mode = "pro" }
post(api, map[string]any{BODY, "mode": mode, "duration": 5}) }`, 'std|pro 5'],
    [`func f() { mode := "std"
if x { mode := "pro"; _ = mode }
post(api, map[string]any{BODY, "mode": mode, "duration": 5}) }`, 'std 5'],
    [`type B struct { Model string \`json:"model_name"\`; Prompt string \`json:"prompt"\`; Mode string \`json:"mode"\`; Duration string \`json:"duration"\` }
func f() { b := B{Model: "kling-v2-6", Prompt: "a", Mode: "std", Duration: "5"}
p := &b
p.Mode = "pro"
post(api, b) }`, 'pro 5'],
    [`var mode = "std"
func init() { mode = os.Getenv("M") }
func f() { post(api, map[string]any{BODY, "mode": mode, "duration": 5}) }`, '? 5'],
    [`const ( A = 5 * 2 )
func f() { post(api, map[string]any{BODY, "mode": "std", "duration": A}) }`, 'std 10'],
    [`func d() int { return 10 }
func f() { post(api, map[string]any{BODY, "mode": "std", "duration": d()}) }`, 'std 10'],
    [`func f() { for i := 0; i < 3; i++ { post(api, map[string]any{BODY, "mode": "std", "duration": i + 5}) } }`, 'std ?'],
    [`func f() { b := map[string]any{BODY, "mode": "std", "duration": 5}
for k, v := range more { b[k] = v }
post(api, b) }`, '? ?'],
    [`func f(mode string) { if mode == "" { mode = "pro" }
post(api, map[string]any{BODY, "mode": mode, "duration": 5}) }`, 'pro 5'],
    [`func f() { d := []int{5, 10}
post(api, map[string]any{BODY, "mode": "std", "duration": d[1]}) }`, 'std 10'],
  ],
  java: [
    [`void f(){ String m="std"; if (x) m="pro"; client.post(API, Map.of(BODY, "mode", m, "duration", 5)); }`, 'std|pro 5'],
    [`int d=5; void g(){ d++; } void f(){ client.post(API, Map.of(BODY, "mode", "std", "duration", d)); }`, 'std ?'],
    [`static final int D=5*2; void f(){ client.post(API, Map.of(BODY, "mode", "std", "duration", D)); }`, 'std 10'],
    [`enum M { A("std"), B("pro"); } void f(){ client.post(API, Map.of(BODY, "mode", M.B, "duration", 5)); }`, 'pro 5'],
    [`void f(){ Map<String,Object> b=new HashMap<>(Map.of(BODY, "mode", "std", "duration", 5)); b.compute("mode",(k,v)->"pro"); client.post(API, b); }`, '? ?'],
    [`void f(){ Map<String,Object> b=new HashMap<>(Map.of(BODY, "mode", "std", "duration", 5)); b.replaceAll((k,v)->v); client.post(API, b); }`, '? ?'],
    [`void f(){ int[] ds={5,10}; client.post(API, Map.of(BODY, "mode", "std", "duration", ds[1])); }`, 'std 10'],
    [`int d(){ return 10; } void f(){ client.post(API, Map.of(BODY, "mode", "std", "duration", d())); }`, 'std 10'],
  ],
};

/** Mode and seconds of the only request in a program. */
async function knownIn(text: string, languageId: string): Promise<string> {
  await parser.prepare(languageId, text);
  const { requests } = parser.find(text, languageId);
  assert.equal(requests.length, 1);
  const { mode, durationSeconds } = requests[0]?.resolution.request.parameters ?? {};
  return [mode, durationSeconds].map((parameter) => parameter?.values.map(String).sort().join('|') || '?').join(' ');
}

describe('values that are known, and those that are not', () => {
  for (const [language, programs] of Object.entries(PROGRAMS)) {
    const { body, whole } = LANGUAGES[language] ?? assert.fail(language);
    programs.forEach(([code, known], at) => {
      it(`${language} ${at + 1}: ${code.split('\n')[0] ?? ''}`, async () => {
        const [mode = '', seconds = ''] = known.split(' ').map((values) => values.split('|').sort().join('|'));
        assert.equal(await knownIn(whole(code.replaceAll('BODY', body)), language), `${mode} ${seconds}`);
      });
    });
  }
});
