import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './explorer.css';
import { createRoot } from 'react-dom/client';
import { storeFirstTab } from './example-panel/first-tab.ts';
import { Explorer } from './explorer.tsx';
import { language, say } from './language/language.ts';
import { placeOf } from './place.ts';
import { freshSession, openSession } from './session/session.ts';

document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
document.title = say('通查 · 查询台', 'Tongcha · Explorer');

await openSession();
storeFirstTab((await freshSession()).session);
createRoot(placeOf('explorer')).render(<Explorer />);
