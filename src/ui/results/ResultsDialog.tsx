// The dialog of results: the card of what was measured here, and two files of measured times side by side.

import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { addResultsWords } from '../../i18n/resultsWords';
import { readMeasuredFile } from '../../import/measuredFile';
import { Dialog } from '../dialog/Dialog';
import { CompareFiles, type TakenFiles } from './CompareFiles';
import { ResultCard } from './ResultCard';
import '../style/takeaway.css';
import '../style/device.css';
import '../style/results.css';

addResultsWords();

export function ResultsDialog({ onClose }: { onClose: () => void }) {
  const { t: r } = useTranslation('results');
  const [taken, setTaken] = useState<TakenFiles>({ first: null, second: null });
  const take = async (side: keyof TakenFiles, file: File) => {
    const read = await file.text().then(readMeasuredFile, (error: unknown) => ({
      problem: { place: '', reason: error instanceof Error ? error.message : String(error) },
    }));
    setTaken((before) => ({ ...before, [side]: { name: file.name, read } }));
  };
  const drop = (event: DragEvent) => {
    const files = [...event.dataTransfer.files];
    const [one, two] = files;
    if (!one) return;
    event.preventDefault();
    // Two at once are both; one fills the place that is empty, else the second.
    if (two) {
      void take('first', one);
      void take('second', two);
    } else void take(taken.first ? 'second' : 'first', one);
  };
  return (
    <Dialog
      className="device-dialog results-dialog"
      title={r('title')}
      onClose={onClose}
      // A file dropped beside a field would open in place of the page.
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <div className="dialog-body">
        <ResultCard />
        <CompareFiles taken={taken} onFile={(side, file) => void take(side, file)} />
      </div>
    </Dialog>
  );
}
