// The page that answers how many people can be served, and how long they wait. Loaded when it is opened.

import { DeploymentControls } from './DeploymentControls';
import { ThroughputFigure } from './ThroughputFigure';
import { WaitingFigure } from './WaitingFigure';

export function ServingPage() {
  return (
    <>
      <DeploymentControls />
      <ThroughputFigure />
      <WaitingFigure />
    </>
  );
}
