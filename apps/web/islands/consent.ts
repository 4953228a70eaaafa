// Going from door to door with a phone or tablet, without a network as well. Only collectors load it.
import { start } from './consent/start';

void start();
