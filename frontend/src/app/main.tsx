import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { preferredLanguage, startI18n } from '../i18n';
import { Providers } from './providers';
import './theme/mantine.css';
import './theme/variables.css';
import './theme/base.css';

await startI18n(preferredLanguage());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <Providers />
  </StrictMode>,
);
