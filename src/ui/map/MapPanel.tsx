// What the reader sets at the attention maps: whose two, of which head, over how many tokens; and the button that makes them.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { formatIds } from '../../attention/format';
import { mapStore } from '../../state/attentionMap';
import { deviceStore } from '../../state/device';
import { mapLengths } from '../../state/mapSettings';
import type { MapRunner } from '../../state/mapRunner';
import { readSide, type MapSides } from '../../state/mapSides';
import { StopSlider } from '../charts/StopSlider';
import { Choice } from '../Choice';
import { exact } from '../quantity';
import { WholeNumber } from '../run/WholeNumber';
import { setControls, useControls } from '../useControls';
import { variantLabel } from '../variantText';
import { Why } from '../Why';
import { MapState } from './MapState';
import { mapScales, type MapScale } from './shades';

function SidePicker({
  label,
  sides: { layers },
  setting,
  onChange,
}: {
  label: string;
  sides: MapSides;
  /** A layer and a format, as in a link. */
  setting: string;
  onChange: (setting: string) => void;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('map');
  const id = useId();
  const side = readSide(layers, setting, layers[0]);
  if (!side) return null;
  const { layer, format } = side;
  return (
    <span className="inline-field map-side">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={layer.id}
        onChange={(event) => onChange(`${event.currentTarget.value}.${format}`)}
      >
        {layers.map((each) => (
          <option key={each.id} value={each.id}>
            {variantLabel(t, each.variantId, each.mode)}
          </option>
        ))}
      </select>
      <select
        aria-label={s('format', { side: label })}
        value={format}
        onChange={(event) => onChange(`${layer.id}.${event.currentTarget.value}`)}
      >
        {formatIds.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </span>
  );
}

export function MapPanel({
  runner,
  sides,
  heads,
  scale,
  onScale,
  stale,
}: {
  runner: MapRunner;
  sides: MapSides;
  /** Query heads that there are. */
  heads: number;
  scale: MapScale;
  onScale: (scale: MapScale) => void;
  /** Whether the maps are of other settings. */
  stale: boolean;
}) {
  const { t: s } = useTranslation('map');
  const status = useStore(mapStore, (look) => look.status);
  const device = useStore(deviceStore, (d) => d.device);
  const head = useControls((c) => Number(c.mapHead));
  const tokens = useControls((c) => Number(c.mapTokens));
  const { settings, pairs } = sides;
  const onCpu = device.status === 'known' && device.report.runsOn === 'cpu';
  const busy = status === 'running' || status === 'stopping';
  const why = () => {
    if (busy) return status === 'stopping' ? s('why.stopping') : null;
    if (device.status !== 'known') return s('why.noDevice');
    return settings ? null : s('why.nothing');
  };
  return (
    <section className="run-panel map-panel" aria-label={s('panel')}>
      <div className="run-row">
        {/* One button in one place, so that a second click cannot land on something else. */}
        <Why reason={why()}>
          {(explained) => (
            <button
              type="button"
              className="button primary"
              {...explained}
              onClick={() => void (busy ? runner.stop() : runner.start())}
            >
              {busy ? s('stop') : s(onCpu ? 'startCpu' : 'start')}
            </button>
          )}
        </Why>
        {settings &&
          (['mapA', 'mapB'] as const).map((field) => (
            <SidePicker
              key={field}
              label={s(`sides.${field}`)}
              sides={sides}
              setting={settings[field]}
              onChange={(setting) => setControls({ ...settings, [field]: setting })}
            />
          ))}
      </div>
      {pairs.length > 0 && (
        <div className="run-row map-pairs" role="group" aria-label={s('pairs.title')}>
          <span aria-hidden="true">{s('pairs.title')}</span>
          {pairs.map(({ kind, mapA, mapB }) => (
            <button
              key={kind}
              type="button"
              className="button"
              data-kind="name"
              aria-pressed={settings?.mapA === mapA && settings.mapB === mapB}
              onClick={() => setControls({ mapA, mapB })}
            >
              {s(`pairs.${kind}`)}
            </button>
          ))}
        </div>
      )}
      <div className="map-settings">
        <StopSlider
          label={s('head')}
          stops={Array.from({ length: heads }, (_, i) => i + 1)}
          value={Math.min(head, heads)}
          show={(value) => s('headValue', { head: exact(value), heads: exact(heads) })}
          onChange={(value) => setControls({ mapHead: String(value) })}
        />
        <StopSlider
          label={s('tokens')}
          stops={mapLengths.map(Number)}
          value={tokens}
          show={(value) => s('tokensValue', { count: value })}
          onChange={(value) => setControls({ mapTokens: String(value) })}
        />
        <WholeNumber field="seed" />
        <span className="inline-field">
          <span aria-hidden="true">{s('scale')}</span>
          <Choice
            legend={s('scale')}
            value={scale}
            onChange={onScale}
            options={mapScales.map((value) => ({ value, label: s(`scales.${value}`) }))}
          />
        </span>
      </div>
      <MapState stale={stale} />
    </section>
  );
}
