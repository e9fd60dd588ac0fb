import {playInLayout} from '../../test/support/own-layout.js';
import {play, scenes} from '../../test/support/scenes.js';

const query = new URLSearchParams(location.search);
const root = document.documentElement;
root.lang = query.get('lang') ?? 'en';
root.dir = query.get('dir') ?? 'ltr';
const scene = scenes[query.get('scene') ?? ''] ?? {};
const layout = query.get('layout');
await (layout ? playInLayout(scene, layout, document.body) : play(scene, document.body));
root.dataset['ready'] = '';
