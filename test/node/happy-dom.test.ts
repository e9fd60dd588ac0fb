import {Window} from 'happy-dom';
import {testInside} from '../support/simulated-page.js';

testInside(new Window({url: 'http://localhost/'}));
