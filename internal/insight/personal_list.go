package insight

// firstNames are common first names in Finland, Sweden and the English-speaking countries, small. Left out are names that are months,
// cities or everyday words (see ordinary).
var firstNames = set(`
aada aapo aaro aatu aino aki aleksi alina alisa annika anna anne anneli anni annikki annukka anssi anita anja anja-liisa antero antti anu arja armi arto asko atte auli aulis
eemeli eero eetu eeva eevi eija eila eino eira elina ella elli elsa emma emmi ensio erja erkki esa esko essi eveliina
hanna hanne hannele hannu harri heikki heidi heini heli helena helinä heljä henna henri henrik hilkka hilma iida iina ilari ilkka ilona inka inkeri irene iris irja irma isto
jaakko jaana jani janika janne jari jarkko jarmo jenni jere jesse joel johanna johannes jonna joonas joni jouko jouni juha juhani juho jukka julia jussi juuso jyrki jyri
kaarina kaija kaisa kari karoliina katariina kati katja katri katriina kauko kerttu kimmo kirsi kirsti klaus krista kristiina kyllikki kyösti
lari lasse lassi laura lauri leena leila leo liisa lotta maarit maija maiju mari maria marianne marika marita marja-leena marjatta marjo marjut marko markku markus martta martti matias matti matleena merja mervi miika miikka mika mikael mikko milla minna minttu mira mirja mirjami mirka miro mona
nea niina niko niklas noora oili olavi olga olli onerva oona oskari osmo outi paavo pasi pauli pauliina paula pekka pentti petra petri petteri pia piia piitu pirjo pirkko päivi pirita
raija raili raimo raisa reijo reetta riikka riitta riku risto ritva roope roosa saana saara saija saila saimi sakari sami samuel samuli sanna santeri sari sauli senja seija seppo sinikka sirkka sirpa simo sofia sohvi soili soile sonja susanna susanne suvi-tuuli
taina tanja tapani tapio tarja taru teemu teija teppo terhi terttu tero tiia tiina timo titta toini tomi tommi toni topi tuija tuomas tuomo tuula tuulikki tytti tyyne ulla unto urho urpo usko-matti vesa viivi vilho ville vilma viljami veikko veijo venla veera verna virpi väinö yrjö
agneta agnes albin alexander alfred alice amanda anders andreas anette ann ann-marie annica annie annette anton arne arvid astrid august-wilhelm axel barbro bengt berit bertil birgit birgitta birger bjarne bodil britt britta börje
camilla carina carl caroline cecilia charlotta christer christina christian christoffer claes conny daniel david ebba edvin elias elin elisabeth ellen elsa-maria emil emelie emilia erik erika eva evelina felicia filip filippa folke frans fredrik frida
gabriella gerd gertrud göran görel göte gunilla gunnar gunnel gustaf gustav gösta hampus hedvig helge henrietta hjalmar hjördis håkan hugo ida inga inga-lill ingegerd ingemar inger ingrid ingvar isabella isak jakob jan jan-erik jenny jens jesper jessica joakim johan jonas josefin jörgen
karin karl kajsa katarina kenneth kerstin kjell klara kristina kristian kristoffer lars lars-erik leif lena lennart lina linda linnea linnéa lisa lisbeth louise lovisa ludvig magdalena magnus maj-britt malin margareta margaretha marcus marie mats mattias maud melker mikaela moa mårten märta
nils oskar ola olof ove oliver patrik per-erik per-olof pernilla peter petra-maria pontus ragnar ragnhild rasmus rebecka rikard robert roger roland rolf rune sebastian signe sigrid simon sixten sofie solveig staffan stefan stina sture susann sune sven svante sören
therese thomas tobias tomas tommy torbjörn tove tore torsten tyra ulrika ulrik urban-erik valdemar veronica viktor viktoria viveka wilhelm wilma åke åsa örjan östen
adam adrian alan albert alex alexandra alison amy andrea andrew angela anthony arthur barbara benjamin beth bradley brenda brian bruce carol catherine charles chris christine christopher cindy colin craig cynthia
deborah denise dennis diana diane donald donna dorothy douglas edward eleanor elizabeth emily eric ethan evelyn frances gary george gerald gillian gordon graham gregory hannah harold harry heather henry howard hilary
ian isaac jacqueline james jane janet jason jeffrey jennifer jeremy jerry joan joanna john jonathan joseph joshua joyce judith judy justin karen kathleen kathryn keith kelly kenneth kevin kimberly kyle larry lauren laurie lawrence leonard leslie linda-lee liam lucy luke
margaret marilyn martha martin mary matthew megan melissa michael michelle mike nancy naomi natalie nathan neil nicholas nicole nigel noah oscar-james pamela patricia patrick paul peggy philip philippa phyllis rachel ralph raymond rebecca richard ronald russell ruth ryan
samantha sandra sarah scott sean shannon sharon sheila shirley simone sophia sophie stanley stephanie stephen steven stuart susan suzanne teresa theresa timothy tina todd tracy trevor valerie vanessa vincent virginia-ann walter wendy william yvonne zachary
ahmed ali-hassan mohamed muhammad mohammed fatima hassan ibrahim yusuf svetlana natalia tatjana olga-maria irina sergei vladimir dmitri igor jelena aleksandr nguyen`)

// ordinary are first names that are ordinary words, products, companies or places too.
var ordinary = set(`
alexa elisa saga sampo stella alma vera nova siri bo per my dag tor liv stig sten björn hans max mark kim kai ari into onni toivo voitto arvo sulo armas oiva tarmo usko ilo lumi meri taika rauha
satu tuuli suvi pilvi marja helmi kielo orvokki aamu sini säde vappu vieno tähti veli oma rosa rose ruby jade amber crystal grace faith joy dawn ray dean jack bill frank rich art pat gene victor victoria
charlotte florence georgia jordan austin oscar august viola violet iris-maria ivar alva my-maria sven-ole siv rut gun ulf tor-erik daisy lily ivy robin jean lee lynn noel olive pearl penny miles
hugh heath glen clay cliff dale norm sandy sunny tim tom sam ben dan ron jim joe bob nick rob steve dave sue ann-my anna-palaute linus
`)
