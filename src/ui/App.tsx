// The page: its head, the controls, the receipts and the charts; or, in a frame, the views asked for.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { presentationStore } from '../state/presentation';
import { ChartPages } from './charts/ChartPages';
import { ControlsPanel } from './controls/ControlsPanel';
import { Embedded } from './embed/Embedded';
import { Views } from './embed/Views';
import { Header } from './Header';
import { LinkNotices } from './LinkNotices';
import { PhoneSummary } from './PhoneSummary';
import { Receipts } from './receipts/Receipts';
import { sheetStore } from './sheet';

export function App() {
  const { t } = useTranslation();
  const sheetOpen = useStore(sheetStore, (s) => s.open);
  const setSheetOpen = (open: boolean) => sheetStore.setState({ open });
  const embed = useStore(presentationStore, (s) => s.embed);
  const show = useStore(presentationStore, (s) => s.show);
  if (embed) return <Embedded />;
  return (
    <>
      {/* The hash is the page's state, so the link moves the focus and leaves the address alone. */}
      <a
        className="skip"
        href="#receipts"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('results')?.focus();
        }}
      >
        {t('skipToReceipts')}
      </a>
      <Header />
      <PhoneSummary open={sheetOpen} onOpen={() => setSheetOpen(true)} />
      <div className="page-body">
        <ControlsPanel open={sheetOpen} onClose={() => setSheetOpen(false)} />
        <main id="results" tabIndex={-1}>
          <LinkNotices />
          {show ? (
            <Views views={show} />
          ) : (
            <>
              <Receipts />
              <ChartPages />
            </>
          )}
        </main>
      </div>
    </>
  );
}
