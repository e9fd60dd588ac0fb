import theme from 'vitepress/theme-without-fonts';
import Layout from './layout.vue';
import LiveExample from './live-example.vue';
import './site.css';

export default {
  extends: theme,
  Layout,
  enhanceApp: ({app}) => app.component('LiveExample', LiveExample),
};
