// Mounts the page.
import './polyfill';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (root) createRoot(root).render(<h1>Attention Playground</h1>);
