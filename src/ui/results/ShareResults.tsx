// A draft to share: its title and text to read and to change, and a link that opens it elsewhere and sends nothing.

import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { repositoryUrl } from './product';
import { draftOf } from './shareUrl';

export function ShareResults({ usualTitle, usualText }: { usualTitle: string; usualText: string }) {
  const { t: r } = useTranslation('results');
  const id = useId();
  // What the reader wrote; null while it is what the page wrote.
  const [title, setTitle] = useState<string | null>(null);
  const [text, setText] = useState<string | null>(null);
  const said = { title: title ?? usualTitle, body: text ?? usualText };
  const { kind, url, hasText } = draftOf(repositoryUrl, said);
  return (
    <div className="device-section share-results">
      <h3>{r('share.title')}</h3>
      <p className="section-note">{r('share.intro')}</p>
      <label htmlFor={`${id}-title`}>{r('share.subject')}</label>
      <input
        id={`${id}-title`}
        type="text"
        value={said.title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <label htmlFor={`${id}-text`}>{r('share.body')}</label>
      <textarea
        id={`${id}-text`}
        rows={8}
        spellCheck={false}
        data-kind="measured"
        value={said.body}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {!hasText && <p className="section-note">{r('share.tooLong')}</p>}
      <a className="button share-link" href={url} target="_blank" rel="noreferrer">
        {r(`share.${kind}`)}
      </a>
    </div>
  );
}
