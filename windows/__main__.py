import time

from windows.assemble import assemble_portable
from windows.wine import make_prefix, make_rig

t=time.monotonic(); p=assemble_portable(); print(time.monotonic()-t)
make_prefix(); print(time.monotonic()-t); make_rig(p); print(time.monotonic()-t)
