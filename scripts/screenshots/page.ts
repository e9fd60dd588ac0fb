import '../../src/define.js';
import {play, scenes} from '../../test/support/scenes.js';

const query = new URLSearchParams(location.search);
const root = document.documentElement;
root.lang = query.get('lang') ?? 'en';
root.dir = query.get('dir') ?? 'ltr';
await play(scenes[query.get('scene') ?? ''] ?? {}, document.body);
root.dataset['ready'] = '';
