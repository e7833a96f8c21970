import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Sections } from '../presentation/sidebar/messages';
import { Budget } from './budget';
import { Charts } from './charts';
import { Page } from './context';
import type { PageContext } from './context';
import { File } from './file';
import { Footer } from './footer';
import { listen, send } from './host';
import { Log } from './log';
import { NoticeText } from './notice';
import { Packages } from './packages';
import { loadSaved, save } from './saved';
import type { Saved } from './saved';
import { Suggestions } from './suggestions';

/** The whole page: it shows what the editor tells, and asks for what the user wants to see. */
export function App() {
  const [saved, setSaved] = useState(loadSaved);
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>();
  const [sections, setSections] = useState<Partial<Sections>>({});

  useEffect(() => {
    const end = listen((message) => {
      if (message.type !== 'sections') return;
      if (message.labels) setLabels(message.labels);
      setSections((known) => ({ ...known, ...(message.sections as Partial<Sections>) }));
    });
    send({ type: 'ready', view: loadSaved().view });
    return end;
  }, []);
  useEffect(() => { save(saved); }, [saved]);

  const page = useMemo((): PageContext => ({
    label: (name) => labels?.[name] ?? name,
    saved,
    change: (changes: Partial<Saved>) => { setSaved((known) => ({ ...known, ...changes })); },
  }), [labels, saved]);
  if (!labels) return <p role="status">…</p>;

  const { faults = [], budget, packages, file, charts, suggestions = [], footer } = sections;
  return (
    <Page.Provider value={page}>
      <h1 class="unseen">{page.label('page')}</h1>
      <div role="status">{faults.map((fault) => <NoticeText key={fault.text} notice={fault} />)}</div>
      {budget && <Budget budget={budget} />}
      {packages && <Packages packages={packages} />}
      {file && <File file={file} />}
      {suggestions.length > 0 && <Suggestions suggestions={suggestions} />}
      {budget && <Log />}
      {charts && <Charts charts={charts} />}
      {footer && <Footer footer={footer} />}
    </Page.Provider>
  );
}
