import {JSDOM, VirtualConsole} from 'jsdom';
import {testInside} from '../support/simulated-page.js';

const virtualConsole = new VirtualConsole();
virtualConsole.on('jsdomError', (error) => {
  if (!error.message.startsWith('Not implemented')) throw error;
});
const {window} = new JSDOM('<!doctype html>', {
  url: 'http://localhost/',
  pretendToBeVisual: true,
  virtualConsole,
});
testInside(window);
