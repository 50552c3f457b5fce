import { useState } from 'react';
import { activeProfile, useAppState } from '../../shared/appState';
import { Page } from '../../shared/Page';
import { Checklist } from './checklist/Checklist';
import { Profiles, type Saved } from './profiles/Profiles';
import { Welcome } from './Welcome';

export default function SetupScreen() {
  const state = useAppState();
  const [saved, setSaved] = useState<Saved | null>(null);
  const [beganEmpty] = useState(state.profiles.length === 0);

  if (state.profiles.length === 0) {
    return (
      <Page
        title="Set up"
        lead="A profile names the tenant, the app registration and the permissions you want. Start with the sandbox tenant, or enter your own."
      >
        <Welcome onSaved={(name) => setSaved({ name })} />
      </Page>
    );
  }
  return (
    <Page title="Set up">
      <Profiles takeFocus={beganEmpty} saved={saved} onSaved={setSaved} />
      {activeProfile(state) === null ? null : <Checklist />}
    </Page>
  );
}
