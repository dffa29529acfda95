import '../../report/page/css/base.css';
import '../../report/page/css/layout.css';
import './css/live.css';
import { render } from 'preact';
import { App } from './app.tsx';

render(<App />, document.querySelector('#app') ?? document.body);
