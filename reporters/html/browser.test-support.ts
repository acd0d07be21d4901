export { launchChromium } from '../site/bench/browser.ts';
