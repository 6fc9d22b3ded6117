// The card of results: where and with what, the figures with their spread, as Markdown, and as a draft to share.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { measures, requestOf } from '../../state/decode';
import { raceStore } from '../../state/race';
import { resultsStore } from '../../state/results';
import { currentLink } from '../address';
import { SectionTable } from '../device/SectionTable';
import { deviceName } from '../deviceName';
import { resultCard } from '../report/resultCard';
import { TakenText } from '../takeaway/TakenText';
import { useControls } from '../useControls';
import { productVersion } from './product';
import {
  circumstanceSection,
  deviceOf,
  raceSection,
  runSection,
  type Circumstances,
} from './resultSections';
import { ShareResults } from './ShareResults';

const file = { name: 'results.md', type: 'text/markdown' };

const circumstancesNow = (): Circumstances => ({
  version: productVersion,
  browser: navigator.userAgent,
  date: new Date().toLocaleDateString('sv-SE'),
  link: currentLink(),
});

export function ResultCard() {
  const { t } = useTranslation();
  const { t: r } = useTranslation('results');
  const { t: s } = useTranslation('race');
  const { t: w } = useTranslation('takeaway');
  const controls = useControls((c) => c);
  const results = useStore(resultsStore);
  const race = useStore(raceStore);
  // Read once: writing the address at every lap would be refused.
  const [circumstances] = useState(circumstancesNow);
  const words = { t, r, s, w };
  const device = deviceOf(results, race);
  const { run } = results;
  const isStale = run !== null && !measures(run.request, requestOf(controls, run.device.runsOn));
  const markdown = resultCard(words, { controls, results, race, isStale, circumstances });
  if (!device) return <p className="results-nothing">{r('card.nothing')}</p>;
  const ran = runSection(words, results);
  const raced = raceSection(words, race);
  return (
    <>
      <SectionTable section={circumstanceSection(words, device, circumstances)} />
      {ran && <SectionTable section={ran} />}
      {raced && <SectionTable section={raced} />}
      <div className="device-section">
        <h3>{r('card.markdown')}</h3>
        <TakenText
          label={r('card.markdown')}
          text={markdown}
          rows={8}
          file={file}
          kind="measured"
        />
      </div>
      <ShareResults
        usualTitle={r('share.usual', { device: deviceName(t, device) })}
        usualText={markdown}
      />
    </>
  );
}
