// Over chart C3: all that was measured of a run: what dispatches take, and over that its points.

import type { Drawn } from './DecodeChart';
import { DecodeOverlay } from './DecodeOverlay';
import { LaunchOverlay } from './LaunchOverlay';

export function RunOverlay(drawn: Drawn) {
  return (
    <>
      <LaunchOverlay {...drawn} />
      <DecodeOverlay {...drawn} />
    </>
  );
}
