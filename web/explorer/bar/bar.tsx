import { language, say, switchLanguage } from '../language/language.ts';
import markUrl from '../mark.svg';
import { toggleProvenance, useProvenance } from '../session/provenance.ts';
import { useSessionState } from '../session/session.ts';
import { OwnToken } from './own-token.tsx';
import { PersonaMenu } from './persona-menu.tsx';
import { Purpose } from './purpose.tsx';

/** The slim bar at the top: who asks, for which unit and matter; what comes with an answer; the language. */
export function Bar() {
  const { session, personas, failure } = useSessionState();
  const provenance = useProvenance();
  return (
    <>
      <a className="brand" href="/">
        <img src={markUrl} alt="" width="24" height="24" />
        <strong>{say('通查', 'Tongcha')}</strong>
        <span>{say('查询台', 'Explorer')}</span>
      </a>
      {personas ? <PersonaMenu personas={personas} session={session} /> : <OwnToken />}
      <Purpose />
      {failure && (
        <p role="alert" className="failure" title={failure}>
          {say('取不到令牌，请稍后再选一次身份', 'No token: choose the persona again in a moment')}
        </p>
      )}
      <span className="space" />
      <label
        className="provenance"
        title={say('答复附带每项数据的来源与时点', 'Answers say where each value came from')}
      >
        <input type="checkbox" checked={provenance} onChange={toggleProvenance} />
        {say('附数据来源', 'Provenance')}
      </label>
      <button
        type="button"
        className="language"
        onClick={switchLanguage}
        lang={language === 'zh' ? 'en' : 'zh-CN'}
      >
        {say('English', '中文')}
      </button>
    </>
  );
}
