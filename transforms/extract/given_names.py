"""Given names in news, each with how many men and women bear it.

Counted from titles of address and pronouns by ``flows/train/given_names.py``, which writes this file.
"""

_COUNTS = """
aaron 21 0, abbas 3 0, abdel 5 0, abdul 11 0, abdulaziz 3 0, abdulla 3 0, abdullah 5 0, abdulrahman 3 0, abena 0 3,
abigail 0 3, abraham 5 0, adam 35 0, adel 3 0, adela 0 3, adelaide 0 3, adly 5 0, adolf 3 0, adolfo 3 0, adrian 8 1,
adriana 0 3, adrienne 0 3, adwoa 0 3, agnes 0 3, agnieszka 0 3, agustin 3 0, ahmad 4 0, ahmed 10 1, aicha 0 3, aisha 0
3, akosua 0 3, alain 3 0, alan 66 1, alastair 6 0, albert 2 1, alberto 6 0, alec 3 0, alejandra 0 3, alejandro 3 0,
aleksandra 0 3, alessandra 0 3, alessandro 3 0, alex 46 2, alexander 10 0, alexandra 0 3, alexandria 0 3, alexei 3 0,
alfonso 3 0, alfred 3 0, alfredo 3 0, ali 13 0, alice 0 3, alicia 1 6, aline 0 3, alison 2 10, allan 4 0, allen 3 1,
alvaro 3 0, alvin 3 0, ama 0 3, amadou 3 0, amal 0 3, amanda 3 10, amar 3 0, amber 1 3, amelia 0 3, amelie 0 3, amina
0 3, amir 3 0, amira 0 3, amy 5 7, ana 1 6, anastasia 0 3, anatoly 3 0, anders 3 0, anderson 1 2, andre 12 0, andrea 0
7, andreas 4 0, andreea 0 3, andrei 3 0, andres 3 0, andrew 63 2, andrius 3 0, andy 54 1, angel 3 2, angela 2 11,
angelica 0 3, angelo 3 0, angus 4 0, anita 1 2, anja 0 3, anjali 0 3, ann 0 10, anna 0 3, anne 1 8, annette 0 3, annie
0 3, anthony 35 0, antoine 3 0, antonella 0 3, antonia 0 3, antonin 13 0, antonio 3 0, antony 3 0, anwar 3 0, anzor 3
0, aparna 0 3, april 0 3, ari 4 0, ariel 7 0, arjen 4 0, armando 3 0, arnold 3 0, arsene 12 0, arseniy 3 0, arthur 7
1, arturo 7 0, arun 3 0, arvind 3 0, asad 3 0, ash 3 0, asha 0 3, ashley 5 4, ashok 3 0, ashoka 3 0, ashraf 3 0, asif
3 0, aston 3 0, astrid 0 3, audrey 0 5, augusto 3 0, aurelie 0 3, aurora 0 3, austin 3 0, ayesha 0 3, aziz 3 0,
baptiste 3 0, barack 401 14, barbara 4 17, barbora 0 3, barry 6 0, bashar 45 1, beatrice 0 3, beatriz 0 3, becky 0 3,
ben 37 0, benedict 4 0, benito 3 0, benjamin 31 0, bernadette 0 3, bernard 16 0, bernardo 4 0, bernie 22 1, beth 0 4,
betsy 0 10, betty 0 3, beverly 0 3, beyonce 1 2, bianca 0 3, bilal 3 0, bill 136 8, birgit 0 3, bob 58 2, bobby 17 0,
bogdan 3 0, boko 2 1, booz 7 0, boris 5 0, bowe 10 1, brad 5 0, bradley 4 1, brandon 4 0, brenda 0 3, brendan 11 0,
brett 3 0, brian 38 0, bridget 1 2, brigitte 0 3, britney 1 2, brooke 0 3, bruce 21 3, bruno 3 0, bryan 4 0, buck 3 0,
bushra 0 3, cal 3 0, cameron 5 0, camila 0 3, camille 0 3, camilo 3 0, candy 1 2, carl 13 1, carla 0 3, carlo 3 0,
carlos 21 2, carlotta 0 3, carly 0 3, carme 0 3, carmen 0 3, carol 0 3, carole 0 3, carolina 1 5, caroline 1 5,
carolyn 0 4, carter 7 0, catalina 0 3, cate 0 6, caterina 0 3, catherine 2 6, cathy 0 5, cecilia 0 3, celine 0 3,
cesar 3 0, charles 119 2, charlie 35 1, charlotte 0 3, chelsea 2 2, chen 5 0, cheryl 2 5, chiara 0 3, chidi 3 0,
chioma 0 3, chris 116 6, christian 9 0, christina 0 5, christine 0 8, christophe 3 0, christopher 19 1, christos 3 0,
christy 0 3, chuck 81 2, cindy 0 3, claire 3 11, clara 0 3, clarence 5 1, claude 3 1, claudia 0 3, claudio 3 0, clint
3 1, clive 30 0, cliven 2 1, cody 3 0, colin 6 0, colleen 0 3, condoleezza 0 3, consuelo 0 3, coretta 0 3, corey 4 1,
cory 13 0, craig 18 0, cristian 3 0, cristiano 4 0, cristina 0 3, cristobal 3 0, cynthia 0 6, cyril 8 0, daisy 0 3,
damian 3 0, damien 5 0, dan 34 0, dana 5 1, daniel 33 1, daniela 0 6, danielle 0 3, danny 9 0, dario 3 0, darrell 28
2, darren 19 1, dave 21 0, david 213 10, dawn 0 6, dean 11 0, debbie 0 8, deborah 0 3, deepa 0 3, delia 0 3, delphine
0 3, denis 11 1, denise 0 3, dennis 9 1, derek 7 0, deval 5 0, devin 9 0, diana 0 4, diane 1 5, dianne 4 23, dick 27
4, didier 5 0, diego 3 0, digby 3 0, dilma 0 3, dimitri 3 0, dina 1 3, dinesh 3 0, divya 0 3, dmitri 3 0, dmitry 7 0,
dolores 0 3, domingo 3 0, dominic 5 0, don 3 0, donald 276 7, donna 0 4, donnie 3 0, doris 0 3, dorota 0 3, dorothy 0
3, doug 10 0, douglas 16 1, dudley 4 0, duncan 6 0, dwayne 3 0, dwight 7 0, dylan 3 0, dzhokhar 17 0, earl 3 0, ed 29
1, eddie 12 0, edgar 3 0, edith 0 5, edmund 5 0, edmundo 3 0, eduardo 3 0, edward 46 1, efrain 3 0, eileen 0 4,
ekaterina 0 3, elaine 0 4, eleanor 0 3, elena 1 8, eleonora 0 3, elijah 5 0, eliot 7 1, elisa 0 3, elisabeth 0 3,
elise 0 3, eliza 0 3, elizabeth 4 33, ellen 0 5, elodie 0 3, eloisa 0 3, elon 3 0, elton 6 0, elvira 0 3, elvis 5 0,
emeka 3 0, emilia 0 3, emilio 3 0, emily 0 4, emma 0 3, emmanuel 5 0, enrico 3 0, enrique 3 0, enzo 3 0, eric 91 0,
erica 0 3, erik 3 0, erin 0 3, ernest 3 0, ernesto 3 0, esperanza 0 3, esteban 3 0, estefania 0 3, estela 0 3, esther
0 3, ethan 3 0, eugene 3 0, eugenia 0 3, eva 0 3, evan 3 0, eve 0 3, evelyn 1 2, evo 3 0, ezequiel 3 0, fabien 3 0,
fabio 3 0, fabiola 0 3, fabrice 3 0, facundo 3 0, faisal 3 0, fanny 0 3, farah 0 3, farooq 3 0, fatemeh 0 3, fatima 0
3, fatimah 0 3, federica 0 3, federico 3 0, felipe 3 0, felix 3 0, fernanda 0 3, fernando 7 0, feroz 4 0, fidel 3 0,
filippo 3 0, fiona 0 3, florence 0 3, florent 3 0, folake 0 3, ford 3 0, fran 2 1, frances 0 4, francesca 0 3,
francesco 3 0, francis 3 0, francisco 3 0, francois 7 0, francoise 0 3, frank 41 1, franklin 5 0, fred 12 1, frederic
3 0, frederick 5 1, frida 0 3, fumio 5 0, funke 0 3, gabby 1 6, gabriel 3 0, gabriela 0 3, gabrielle 4 9, gail 0 3,
ganesh 3 0, gareth 3 0, garteh 0 3, gary 30 1, gaston 3 0, gaurav 3 0, gavin 8 0, geeta 0 3, gene 4 0, genevieve 0 3,
geoff 10 0, geoffrey 3 0, georg 3 0, george 168 6, gerald 5 0, gerard 3 0, gerardo 3 0, gerhard 7 0, german 3 0, gerry
6 1, gianni 3 0, gilberto 3 0, gina 0 5, giorgi 3 0, giorgia 0 3, giovanna 0 3, giovanni 3 0, giulia 0 3, giuseppe 3
0, gladys 0 3, glen 3 0, glenn 17 2, gloria 2 5, gloriana 0 3, gonzalo 4 0, goodluck 3 0, gordon 79 0, grace 0 3,
graeme 7 0, graham 14 0, grant 3 0, greg 31 3, gregory 15 0, greta 0 3, grover 3 0, guadalupe 0 3, gudrun 0 3, guido 3
0, guillermo 3 0, gunter 3 0, gustavo 3 1, gwen 0 3, hadiya 0 3, haider 4 0, hal 3 0, hamad 3 0, hamid 4 0, hanan 0 3,
hannah 0 3, hans 3 0, hany 3 0, haris 3 0, harold 7 1, haroon 3 0, harriet 2 3, harry 89 3, hasan 3 0, hassan 12 0,
hassane 3 0, heather 1 5, hector 3 0, heidi 3 6, heinrich 3 0, helen 2 3, helene 0 3, helmut 3 0, henri 3 0, henry 9
2, herbert 4 0, herve 3 0, hilary 2 5, hildegard 0 3, hillary 19 110, hina 0 3, holly 0 3, hope 0 3, horacio 3 0,
hosni 7 0, hossein 3 0, howard 21 1, hr 7 0, huda 0 3, hugh 4 1, hugo 2 1, huma 3 3, hussain 3 0, hussein 4 0, ian 25
0, ibrahim 2 1, ida 0 3, ignacio 3 0, igor 3 0, ilse 0 3, imad 3 0, imelda 1 8, imran 3 0, indira 0 3, ines 0 3,
ingeborg 0 3, ingrid 0 3, iqbal 3 0, irene 0 3, irina 0 3, iris 0 3, isaac 3 0, isabel 0 3, isabella 0 3, isabelle 0
3, ismael 3 0, ismail 3 0, ivan 6 0, ivana 0 3, ivanka 5 6, jacinda 0 3, jack 59 2, jacob 5 0, jacqueline 1 3, jacques
6 0, jade 0 4, jaime 5 0, jake 10 1, jamal 3 0, james 168 6, jamie 14 0, jan 2 8, jane 1 6, janet 3 23, janice 0 3,
jared 13 0, jaroslav 3 0, jasmine 0 3, jason 35 1, javier 4 0, jawad 3 0, jay 54 0, jean 11 0, jeanne 0 9, jeb 26 0,
jeff 66 4, jeffrey 11 1, jeh 4 0, jelena 0 4, jen 1 6, jennifer 1 10, jens 3 0, jeremy 14 3, jerome 3 0, jerry 21 0,
jesse 13 2, jessica 1 5, jesus 4 0, jill 1 2, jim 72 6, jimena 0 3, jimmy 23 0, jo 1 4, joachim 3 0, joan 0 4, joanna
0 3, joao 3 0, joaquin 3 0, jocelyn 0 3, jody 0 3, joe 80 2, joel 5 2, johan 3 0, johannes 3 0, john 522 19, johnny 15
0, jolanda 0 3, jon 25 5, jonah 5 0, jonathan 43 1, joni 2 10, jonnie 4 0, jonny 5 0, jordan 3 0, jorge 6 0, jose 39
1, josef 3 0, josefina 0 3, joseph 20 1, josephine 0 3, josh 24 1, joshua 12 0, joss 0 4, joy 0 3, joyce 1 2, jp 4 0,
juan 14 1, juana 0 3, judi 0 4, judith 1 3, judy 1 6, jules 2 1, julia 0 4, julian 27 2, juliana 0 3, julie 0 6,
julien 3 0, julieta 0 3, julio 4 0, june 0 3, jung 2 1, jurgen 5 0, justin 10 1, jyoti 0 3, kaci 0 10, kaitlin 0 3,
kamal 3 0, kamala 0 3, karen 1 16, karim 3 0, karin 0 3, karl 10 1, karolina 0 3, katarina 0 3, katarzyna 0 3, kate 5
6, katerina 1 2, katharine 0 3, katherine 0 7, kathleen 4 20, kathryn 2 4, kathy 0 5, katie 2 6, katja 0 3, kavita 0
3, kay 2 14, kayla 0 3, keith 17 0, kelly 1 25, kellyanne 4 7, ken 35 0, kenenisa 4 0, kenneth 9 0, kent 3 0, kevin 42
0, khadija 0 3, khaled 3 0, khalid 3 0, kilroy 10 0, kim 21 10, kimberly 1 5, kirsten 0 3, kirstjen 0 3, klaus 3 0,
kofi 3 0, kojo 3 0, kostas 4 0, krista 0 3, kristen 1 2, kristin 0 4, ksenia 0 3, kumar 3 0, kusae 6 0, kwame 3 0,
kwasi 3 0, kyle 3 0, laila 0 3, lakshmi 0 3, lamar 8 0, lamia 0 3, lara 0 4, larissa 0 3, larry 19 0, lars 3 0, laura
1 9, lauren 0 3, laurent 3 0, laurie 0 3, lawrence 8 1, layla 0 3, leah 0 3, leandro 3 0, lee 12 1, leila 0 3, lena 0
3, leo 3 0, leon 16 0, leonard 3 0, leonardo 3 0, les 3 1, lesley 1 3, lester 4 0, leticia 0 3, lewis 4 0, leyla 0 3,
li 3 1, liam 10 0, liliana 0 3, lillian 0 3, lily 0 3, linda 0 6, lindsay 1 9, lindsey 44 1, lionel 3 0, lisa 1 14,
liz 2 3, lleyton 12 0, lloyd 3 0, lois 1 11, lorena 0 3, lorenzo 3 0, loretta 1 6, lori 0 3, lorraine 0 3, louie 3 0,
louis 5 1, louise 0 3, luca 3 0, lucas 3 0, lucia 0 3, luciana 0 3, luciano 3 0, lucy 0 3, ludmila 0 3, ludovico 3 0,
luigi 3 0, luis 14 0, luisa 0 3, luiz 3 0, luke 4 0, lydia 0 3, lyndon 6 0, maciej 3 0, madeleine 0 3, magda 0 3,
magdalena 0 3, maggie 0 3, maha 0 3, mahesh 3 0, mahmoud 6 1, mahnaz 0 3, majid 3 0, malala 0 5, malcolm 15 0,
malgorzata 0 3, manal 0 3, manchin 2 1, manoj 3 0, mansour 3 0, manuel 10 0, manuela 0 3, marat 4 0, marc 14 0, marcel
4 0, marcela 0 3, marcelo 3 0, marco 72 3, marcos 3 0, marcus 4 0, maren 0 3, margaret 6 18, margarita 0 3, margot 0
3, maria 1 10, mariam 0 3, marian 0 3, mariana 0 3, marianne 3 3, mariano 3 0, marie 1 7, mariela 0 3, marilyn 1 5,
marina 0 3, marine 0 3, mario 6 0, marion 1 5, marisol 0 3, marissa 0 3, marjorie 0 3, mark 152 3, marshall 3 0, marta
0 3, martha 1 4, martin 74 6, martina 0 3, marty 3 0, martyn 4 0, mary 4 29, maryam 0 3, marzouq 3 0, massimo 3 0,
mathew 5 0, mathieu 3 0, mathilde 0 3, matt 30 1, matteo 3 0, matthew 16 2, matthias 3 0, maud 0 3, maureen 0 6,
maurice 4 0, mauricio 3 0, mauro 3 0, max 11 0, maxim 3 0, maya 0 3, mayawati 0 3, meena 0 3, meg 0 3, megan 1 2,
meghan 0 3, megyn 1 2, mehmet 3 0, mel 4 0, melania 0 7, melissa 0 3, menzies 6 0, mercedes 0 3, meredith 0 3, meryl 0
3, mia 0 4, michael 282 8, michaela 0 3, michel 3 0, michele 1 9, michelle 6 38, mick 8 0, miguel 5 0, mika 1 2, mike
123 7, mikhail 15 0, milan 3 0, mildred 0 3, milena 0 3, mireille 0 3, miriam 0 3, mirjana 0 3, miroslav 3 0, mitch
101 4, mitchell 3 0, mitt 42 0, mohamed 23 0, mohammad 9 0, mohammed 20 1, mohan 3 0, mohd 3 0, molly 0 3, monica 4 8,
morgan 5 0, moses 3 0, moussa 3 0, muhammad 9 0, mukesh 3 0, munir 3 0, muriel 0 3, mustafa 6 0, mykola 3 0, nabil 3
0, nabila 0 3, nadia 0 3, nadine 0 3, nadira 0 3, naeem 3 0, naima 0 3, najwa 0 3, nancy 7 46, naomi 0 3, narendra 7
0, nasser 3 0, natalia 0 3, natalie 1 2, natasa 0 3, natasha 0 3, nathalie 0 4, nathan 4 0, naveen 3 0, nawaf 3 0,
nawaz 3 0, nayib 3 0, neha 0 3, neil 30 0, nelson 9 0, newt 10 1, ngozi 0 3, nicholas 8 0, nick 17 1, nicky 2 1,
nicola 0 6, nicolae 3 0, nicolas 11 0, nicole 1 7, nicoletta 0 3, nigel 9 0, nikki 0 3, nikolai 3 0, nina 1 4, nisha 0
3, nitin 3 0, noemi 0 3, nomsa 0 3, nora 0 3, norman 3 0, nour 0 3, oksana 0 3, oleg 3 0, oleksandr 3 0, olena 0 3,
olga 0 3, oliver 20 0, olivia 0 3, olivier 5 0, olly 4 0, omar 5 0, omer 3 0, orrin 14 0, osama 7 1, oscar 2 1,
osvaldo 3 0, oswald 3 0, otto 3 0, ozzy 3 0, pablo 3 0, pamela 0 3, paola 0 3, paolo 3 0, park 4 2, pascal 3 0, pat 19
2, patricia 0 10, patricio 3 0, patrick 35 1, patrizia 0 3, patty 0 5, paul 156 7, paula 0 8, paulina 0 3, pauline 0
3, pavel 3 0, pedro 7 0, peggy 0 3, penelope 0 3, penny 0 3, pete 14 0, peter 82 1, petr 4 0, petra 0 3, petro 4 0,
phil 24 0, philip 15 0, philippe 4 0, phillips 3 0, phyllis 0 3, pierre 3 0, pietro 3 0, pilar 0 3, piotr 3 0, pooja 0
3, pradeep 3 0, prakash 3 0, priya 0 3, quentin 5 0, rabah 3 0, rabia 0 3, rachel 2 11, rafael 16 0, rahm 3 0, rahul 3
0, raila 3 0, raj 3 0, rajesh 3 0, rakesh 3 0, ralph 3 0, ramesh 3 0, ramiro 3 0, ramon 3 0, rand 68 2, randy 8 0,
rania 0 3, raquel 0 3, rashid 3 0, raul 17 0, ravi 3 0, ray 10 1, raymond 4 0, razia 0 3, rebecca 0 3, recep 8 0, reem
0 3, regina 0 3, reid 4 0, reinaldo 3 0, reince 23 0, rekha 0 3, renato 3 0, rene 3 0, renee 2 2, rex 14 0, reza 3 0,
rhonda 0 3, ricardo 5 0, richard 81 1, rick 48 3, ricky 3 0, rita 0 3, rob 27 0, robbie 12 0, robert 89 3, roberta 0
3, roberto 3 0, robin 9 1, rocio 0 3, rod 15 0, rodney 4 0, rodolfo 3 0, rodrigo 3 0, rogelio 3 0, roger 35 2, roland
3 0, roman 3 0, ron 43 1, ronald 27 0, ronan 5 0, ronnie 3 0, rory 3 0, ros 0 4, rosa 0 3, rosario 2 1, rose 0 3,
rosemary 0 3, ross 7 0, roxana 0 3, roxanne 0 3, roy 15 0, ruben 3 0, ruby 4 0, rudy 5 0, rukhsana 0 3, rupert 6 0,
rush 7 0, russell 4 0, ruth 0 7, ryan 11 1, sabah 4 0, sabine 0 3, sabrina 0 3, sachin 3 0, saddam 3 0, sadiq 3 0,
saeed 3 0, salim 3 0, sally 0 3, salma 0 3, salman 4 0, salvador 3 0, salvatore 3 0, sam 17 1, samantha 1 4, sameer 3
0, samira 0 3, samuel 5 1, sandra 1 7, sandy 5 5, sania 0 3, sanjay 3 0, sanjeev 3 0, santa 3 0, santiago 3 0, sara 0
3, sarah 11 24, saud 3 0, saxby 10 1, scott 55 2, sean 40 2, sebastian 4 0, seema 0 3, segun 3 0, serena 0 8, serge 3
0, sergei 2 1, sergey 18 0, sergio 6 0, sergiy 3 0, seth 3 0, severine 0 3, shabana 0 3, shahid 3 0, shailendra 3 0,
shane 7 0, shankar 3 0, shannon 0 3, sharif 3 0, sharon 1 3, shaun 4 0, sheila 0 3, sheldon 8 0, shelley 0 6, sherry 0
3, shimon 4 0, shinzo 4 0, shirley 0 3, shreya 0 3, silvia 0 3, silvina 0 3, silvio 3 0, simao 3 0, simon 19 1, simona
0 3, sipho 3 0, sita 0 3, smriti 0 3, sofia 0 3, sol 4 0, solange 0 3, sonia 0 8, sophia 0 3, sophie 0 3, spencer 3 0,
stacey 0 3, stan 6 0, stanley 4 0, stefan 6 0, stefano 3 0, steny 3 1, stephanie 0 3, stephen 47 0, steve 80 1, steven
38 0, stevie 3 0, stewart 4 0, stuart 11 0, sue 1 3, sumaya 0 3, sunil 3 0, sunita 0 3, suresh 3 0, susan 10 52,
susana 0 3, susanna 0 3, sushma 0 3, suzanne 0 3, sven 3 0, svetlana 1 3, swati 0 3, sylvia 2 3, tahir 3 0, talal 3 0,
tamara 0 3, tamerlan 15 1, tammy 0 3, tanya 0 3, tara 0 3, tarek 3 0, tariq 3 0, tatiana 0 3, tatjana 0 3, taylor 3 0,
ted 58 6, tendai 3 0, teodora 0 3, teresa 0 3, terrence 3 0, terri 0 4, terry 22 2, tessa 1 6, thabo 3 0, thandi 0 3,
thelma 0 3, themba 3 0, theodore 3 0, theresa 1 6, thierry 8 0, thom 5 0, thomas 61 0, tim 47 3, timothy 14 0, tina 0
3, todd 8 0, tom 102 6, tomas 3 0, tomasz 3 0, tommy 11 1, tony 151 5, tracy 1 2, travis 3 0, trayvon 10 1, trent 3 0,
trevor 9 0, trey 9 1, troy 4 0, trump 4 0, tucker 6 0, tulsi 0 3, tunde 3 0, tyler 4 0, uhuru 2 1, ulrich 3 0, uma 0
3, ursula 0 3, usman 3 0, valentina 0 3, valeria 0 3, valerie 3 4, vanessa 0 3, vasyl 3 0, venus 0 3, vera 4 6,
veronica 0 3, veronique 0 3, vicente 3 0, vicki 0 3, victor 11 2, victoria 1 10, vidya 0 3, vijay 3 0, vikram 3 0,
viktor 16 0, vince 3 0, vincent 8 0, vinod 3 0, viola 0 3, violeta 0 3, virginia 0 3, virginie 0 3, vittorio 3 0,
vivian 0 3, viviana 0 3, vladimir 62 0, volodymyr 3 0, wade 3 0, walid 3 0, wallace 3 0, walter 12 0, wanda 0 3, wang
2 1, wanjiru 0 3, warren 11 2, wayne 19 0, wendy 1 17, werner 3 0, wes 4 0, wesley 4 0, wilhelm 3 0, will 3 0, william
42 3, willie 4 0, winnie 0 3, wolfgang 3 0, wu 2 1, xavier 3 0, xi 9 0, ximena 0 3, xiomara 0 3, yaa 0 3, yann 3 0,
yasir 3 0, yasmin 0 3, yasmine 0 3, yaw 3 0, yelena 1 4, yolanda 0 3, yousef 3 0, youssef 3 0, yulia 0 3, yuri 3 0,
yusuf 3 0, yves 3 0, yvonne 0 3, zach 4 0, zachary 3 0, zahid 3 0, zahra 0 3, zaid 3 0, zainab 0 3, zehaf 3 0, zeinab
0 3, zoe 0 3, zubaida 0 3, zubeidat 1 2, zuzana 0 3
"""

GIVEN_NAMES: dict[str, tuple[int, int]] = {
    name: (int(men), int(women)) for name, men, women in (entry.split() for entry in _COUNTS.split(","))
}
