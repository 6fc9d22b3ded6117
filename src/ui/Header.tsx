// The page's head: its name, and how it is shown.

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { byteUnits } from '../state/controls';
import { presentationStore, themes } from '../state/presentation';
import { currentLink } from './address';
import { Choice } from './Choice';
import { EmbedButton } from './embed/EmbedButton';
import { languageOptions } from './languageOptions';
import { TakeawayButton } from './takeaway/TakeawayButton';
import { setControls, useControls } from './useControls';

function CopyLink() {
  const { t } = useTranslation();
  const [result, setResult] = useState<'linkCopied' | 'linkNotCopied' | null>(null);
  useEffect(() => {
    if (!result) return undefined;
    const timer = setTimeout(() => setResult(null), 2500);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = () => {
    navigator.clipboard.writeText(currentLink()).then(
      () => setResult('linkCopied'),
      () => setResult('linkNotCopied'),
    );
  };
  return (
    <button type="button" className="button quiet copy-link" onClick={copy}>
      {t(result ? `header.${result}` : 'header.copyLink')}
    </button>
  );
}

export function Header() {
  const { t } = useTranslation();
  const { language, theme } = useStore(presentationStore);
  const byteUnit = useControls((c) => c.byteUnit);
  return (
    <header className="page-head">
      <div className="page-name">
        <h1>{t('title')}</h1>
        <p>{t('tagline')}</p>
      </div>
      <div className="page-switches" role="group" aria-label={t('header.presentation')}>
        <Choice
          legend={t('header.unit')}
          value={byteUnit}
          onChange={(unit) => setControls({ byteUnit: unit })}
          options={byteUnits.map((unit) => ({ value: unit, label: t(`header.units.${unit}`) }))}
        />
        <Choice
          legend={t('header.language')}
          value={language}
          onChange={(next) => presentationStore.setState({ language: next })}
          options={languageOptions}
        />
        <Choice
          legend={t('header.theme')}
          value={theme}
          onChange={(next) => presentationStore.setState({ theme: next })}
          options={themes.map((value) => ({ value, label: t(`header.themes.${value}`) }))}
        />
        <div className="page-links">
          <CopyLink />
          <EmbedButton />
          <TakeawayButton />
        </div>
      </div>
    </header>
  );
}
