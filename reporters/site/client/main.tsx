import './style/tokens.css';
import './style/base.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { acceptData, load } from './load.ts';
import { applyTheme } from './ui/theme.ts';

acceptData();
// Asked for at once: the file is on its way, and whether it arrives must be heard.
load('matrix').catch(() => {});
applyTheme();
const root = document.getElementById('app');
if (root !== null) render(<App />, root);
